import { afterAll, beforeAll, expect, it } from 'vitest'
import jsQRModule from 'jsqr'
import { PNG } from 'pngjs'
import { type SmallTown, smallTown } from './small-town.ts'

const ROWS = Number(process.env['LPG_TEST_CSV_ROWS'] ?? 2_000)

// The package is CommonJS with its function as `default` in a bundle's view, and as the module itself in Node's.
const jsQR = jsQRModule as unknown as typeof jsQRModule.default

let town: SmallTown

beforeAll(async () => {
  town = await smallTown()
}, 60_000)
afterAll(() => town?.end())

const bytesOf = async (path: string): Promise<Buffer> => {
  const headers = { authorization: `Bearer ${town.admin.token}` }
  const response = await fetch(town.program.url + path, { headers })
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

it('prints a label that reads back as the address of the public page', async () => {
  await town.register('F-1')
  const { data, width, height } = PNG.sync.read(await bytesOf('/v1/cylinders/F-1/label.png'))
  const read = jsQR(new Uint8ClampedArray(data), width, height)
  expect(read?.data).toBe('https://trace.example.cn/t/F-1')
  expect((await bytesOf('/v1/cylinders/F-1/label.svg')).toString()).toContain('<svg')
})

it('serves its documentation, health and metrics', async () => {
  const docs = JSON.parse((await bytesOf('/docs/json')).toString())
  expect(docs.openapi).toMatch(/^3\.1/)
  expect(docs.paths['/v1/cylinders/{code}/trace']).toBeDefined()
  expect((await town.admin.get('/health/ready')).body.ok).toBe(true)
  expect((await bytesOf('/metrics')).toString()).toContain('lpg_ingest_messages_total')
})

const csvOf = (rows: number): string => {
  const line = (i: number): string => {
    const model = i % 1000 === 999 ? 'YSP999' : 'YSP35.5'
    return `I-${i},${model},gas-1,35500,14900,${16_000 + (i % 900)},2024-03,8,2099-01-01,qr-I-${i}`
  }
  const head = 'code,model,ownerId,水容积(ml),stampedMaxG,皮重(g),madeOn,使用年限,下次检验日期,qr'
  return `${head}\n${Array.from({ length: rows }, (_, i) => line(i)).join('\n')}\n`
}

it(`imports ${ROWS} rows of CSV and reports the bad ones by line`, async () => {
  const bad = Math.floor(ROWS / 1000)
  const response = await fetch(`${town.program.url}/v1/cylinders/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${town.admin.token}`, 'content-type': 'text/csv' },
    body: csvOf(ROWS),
  })
  const report = (await response.json()) as Record<string, unknown>
  expect(report).toMatchObject({ rows: ROWS, created: ROWS - bad, failed: bad })
  expect(report['errors']).toContainEqual(
    expect.objectContaining({ line: 1001, field: 'model', code: 'UNKNOWN_MODEL' }),
  )
  const { cylinder } = await town.admin.trace('I-7')
  expect(cylinder).toMatchObject({ tareG: 16_007, waterVolumeMl: 35_500 })
  const scanned = await town.device.send('cylinder.scanned', 'x', {
    tag: { scheme: 'qr', value: 'qr-I-7' },
    purpose: 'inventory',
  })
  await town.admin.traced('I-7', scanned.id)
}, 300_000)

it('ends cleanly on SIGTERM and leaves no PostgreSQL behind', async () => {
  const postmaster = await town.program.postmasterPid()
  await town.device.send('cylinder.scanned', 'F-1', { purpose: 'inventory' })
  expect(await town.program.end()).toBe(0)
  expect(() => process.kill(postmaster, 0)).toThrow('ESRCH')
  await town.program.start()
  expect((await town.admin.trace('F-1')).events).toHaveLength(2)
})
