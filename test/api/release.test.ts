import { describe, expect, it } from 'vitest'
import type { Principal } from '#api/access.ts'
import { refuseRelease } from '#api/registry/release.ts'
import { type BlockCode, blocks } from '#domain/codes.ts'
import { type Cylinder, initialCylinder } from '#domain/cylinder.ts'
import type { Role } from '#domain/event-types.ts'
import { epochMs } from '#domain/units.ts'

const since = epochMs(0)
const person = (username: string, role: Role = 'office'): Principal => ({
  userId: username,
  username,
  role,
  enterpriseId: 'ent-a',
  stationId: null,
  regionPrefix: null,
})
const standing = (...codes: BlockCode[]): Cylinder => ({
  ...initialCylinder,
  standing: codes.map((code) => ({ code, eventId: `e-${code}`, since })),
})
const ordered = (role: Role): Cylinder => ({
  ...initialCylinder,
  orders: [{ eventId: 'o', by: 'x', role, reason: 'why', since }],
})
const release = (cylinder: Cylinder, principal: Principal, codes?: readonly string[]) =>
  refuseRelease(cylinder, {
    principal,
    codes,
    events: cylinder.standing
      .filter(({ code }) => code !== 'FILL_NOT_OWNED')
      .map(({ eventId }) => ({ eventId, operator: 's-1024', findings: [] })),
  })?.code ?? null

describe('who may release what', () => {
  it.each(Object.keys(blocks) as BlockCode[])('%s', (code) => {
    const answer = release(standing(code), person('boss'))
    const expected = code === 'FILL_NOT_OWNED' ? 'CHANGED_MEANWHILE' : null
    expect(answer).toBe(blocks[code].releasable ? expected : 'NOT_RELEASABLE')
  })

  it.each<[string, Cylinder, Principal, readonly string[] | undefined, string | null]>([
    [
      'not by the operator',
      standing('FILL_NEEDS_VACUUM'),
      person('s-1024'),
      undefined,
      'RELEASER_IS_OPERATOR',
    ],
    ['nothing stands', initialCylinder, person('boss'), undefined, 'NOT_QUARANTINED'],
    [
      'the named one does not stand',
      standing('DAMAGED'),
      person('boss'),
      ['LEAKING'],
      'NOT_QUARANTINED',
    ],
    [
      'all, with one that needs its remedy',
      standing('DAMAGED', 'LEAKING'),
      person('boss'),
      undefined,
      'NOT_RELEASABLE',
    ],
    ['only the releasable one', standing('DAMAGED', 'LEAKING'), person('boss'), ['DAMAGED'], null],
    ["an office's order by an office", ordered('office'), person('boss'), undefined, null],
    [
      "a regulator's order by an office",
      ordered('regulator'),
      person('boss'),
      undefined,
      'REGULATOR_ORDER',
    ],
    [
      "a regulator's order by an administrator",
      ordered('regulator'),
      person('root', 'admin'),
      undefined,
      'REGULATOR_ORDER',
    ],
    [
      "a regulator's order by a regulator",
      ordered('regulator'),
      person('r', 'regulator'),
      undefined,
      null,
    ],
    [
      'retired',
      { ...standing('DAMAGED'), retired: { at: since, reason: 'x' } },
      person('boss'),
      undefined,
      'ALREADY_RETIRED',
    ],
  ])('%s', (_name, cylinder, principal, codes, expected) => {
    expect(release(cylinder, principal, codes)).toBe(expected)
  })
})
