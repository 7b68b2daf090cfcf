import { expect, it } from 'vitest'
import { day } from '#domain/units.ts'
import { claimTerm } from '#jobs/work-deadlines.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import type { Profile } from '#rules/profile.ts'
import { shippedProfiles } from '#rules/shipped-profiles.ts'

const promised = (count: number, validFrom: string): Profile => ({
  id: 'ent-a-promise',
  validFrom: day(validFrom),
  name: { zh: '承诺', en: 'promise' },
  parent: null,
  regionPrefixes: [],
  promisedBy: 'ent-a',
  values: {
    claimPayment: {
      value: { count, unit: 'working-days' },
      clause: 'promise-1',
      from: day(validFrom),
      force: 'unconfirmed',
      certainty: 'document',
    },
  },
})

const book = createProfileBook([
  ...shippedProfiles,
  promised(3, '2026-01-01'),
  promised(9, '2026-06-01'),
])
const on = (when: string) => book.select('110000', day(when), [], 'ent-a')

it.each([
  ['nothing found it', null, 5],
  ['R002-7.1.14d nationally, as our reading', 'cn-base@2013-06-01', 5],
  ['R001-6.2-6 where the draft is in force', 'cn-draft@2013-06-01', 5],
  ['R002-7.1.13 a promise of three days', on('2026-02-01'), 3],
  ['a promise that would loosen is passed over', on('2026-07-01'), 5],
])('a claim is paid: %s', (_name, profile, count) => {
  expect(claimTerm(book, profile)).toEqual({ count, unit: 'working-days' })
})
