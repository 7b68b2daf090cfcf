import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { piiKeys } from '#app/keys/pii-keys.ts'
import { rotatePiiKey } from '#app/keys/rotate-pii-key.ts'
import { readConfig } from '#app/config.ts'
import { Program } from './program.ts'

const long = (text: string): string => text.padEnd(40, '.')

describe('the key of personal data', () => {
  let dataDir = ''
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'lpg-pii-'))
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))

  it('is made once under DATA_DIR, for the owner alone, however many start', async () => {
    const config = readConfig({ DATA_DIR: dataDir })
    const keys = await Promise.all([1, 2, 3].map(() => piiKeys(config)))
    expect(new Set(keys.map(([first]) => first.id)).size).toBe(1)
    expect((await stat(join(dataDir, 'pii.key'))).mode & 0o777).toBe(0o600)
    expect((await piiKeys(config))[0].id).toBe(keys[0]?.[0].id)
  })

  it('is required with DATABASE_URL, and long', async () => {
    const url = 'postgres://lpg@127.0.0.1:1/lpg'
    await expect(piiKeys(readConfig({ DATABASE_URL: url }))).rejects.toThrow(
      'LPG_PII_KEY is required',
    )
    for (const LPG_PII_KEY of ['short', `${long('new')},short`]) {
      const config = readConfig({ DATABASE_URL: url, LPG_PII_KEY })
      await expect(piiKeys(config)).rejects.toThrow('at least 32')
    }
    const config = readConfig({ DATABASE_URL: url, LPG_PII_KEY: `${long('new')}, ${long('old')}` })
    expect(await piiKeys(config)).toHaveLength(2)
    const one = readConfig({ DATABASE_URL: url, LPG_PII_KEY: long('old') })
    await expect(rotatePiiKey(one)).rejects.toThrow('<new>,<old>')
  })
})

describe('rotate-pii-key of the embedded database', () => {
  const program = new Program({ LPG_ADMIN_PASSWORD: 'admin-secret-1', LPG_GATEWAYS: '0' })
  beforeAll(() => program.create())
  afterAll(() => program.destroy())

  const http = async (method: string, path: string, body: unknown, token = '') => {
    const response = await fetch(`${program.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    })
    return response.json() as Promise<Record<string, never>>
  }
  const signIn = async (): Promise<string> => {
    const asked = { username: 'admin', password: 'admin-secret-1' }
    return (await http('POST', '/v1/sessions', asked))['token'] ?? ''
  }

  it('refuses beside the running program, and afterwards opens what was sealed before', async () => {
    let token = await signIn()
    await http('POST', '/v1/enterprises', { id: 'ent-a', name: 'A' }, token)
    const customer = await http(
      'POST',
      '/v1/customers',
      {
        kind: 'resident',
        enterpriseId: 'ent-a',
        region: '370302',
        name: '张三',
        phone: '13805330001',
        ofAge: true,
      },
      token,
    )
    const config = readConfig({ DATA_DIR: program.dataDir })
    const key = await readFile(join(program.dataDir, 'pii.key'), 'utf8')
    await expect(rotatePiiKey(config)).rejects.toThrow()
    expect(await readFile(join(program.dataDir, 'pii.key'), 'utf8')).toBe(key)
    await program.end()
    expect(await rotatePiiKey(config)).toContain('2 keys are wrapped anew')
    const rotated = await readFile(join(program.dataDir, 'pii.key'), 'utf8')
    expect(rotated).not.toContain(key.trim())
    expect(rotated).not.toContain(',')
    await program.start()
    token = await signIn()
    const asked = { fields: ['name'], purpose: 'correction', reason: 'after the rotation' }
    const shown = await http('POST', `/v1/customers/${customer['id']}/reveal`, asked, token)
    expect(shown).toEqual({ values: { name: '张三' } })
    const found = await http('POST', '/v1/customers/lookup', { phone: '13805330001' }, token)
    expect(found['items']).toHaveLength(1)
  })
})
