import { describe, expect, it } from 'vitest'
import { dueAfter, type Term } from '#domain/service/term.ts'
import { day, epochMs } from '#domain/units.ts'
import type { WorkCalendar } from '#domain/working-days.ts'
import { packagedCalendar } from '#jobs/packaged-calendar.ts'
import { createProfileBook } from '#rules/profile-book.ts'
import type { HomeTerms, ServiceTerms, SingleValues } from '#rules/profile.ts'

const { entries, coveredUntil } = packagedCalendar()
const calendar: WorkCalendar = {
  days: new Map(entries.map(({ day: on, kind }) => [on, kind])),
  coveredUntil,
}

type Span = '3 wd' | '5 wd' | '7 wd' | '90 wd' | '10 d' | '24 h' | '48 h' | '36 m'

/**
 * By hand from the notice of 4 November 2025 (facts F7): off 15–23 February and 1–7 October, worked 14 and 28 February and 10 October;
 * beyond 28 December 2026 only weekends are known to be off. A span ends with its day in Shanghai, hours with their minute.
 */
const EXPECTED: Readonly<Record<string, Readonly<Record<Span, string>>>> = {
  '2026-09-30T10:00:00+08:00': {
    '3 wd': '2026-10-10',
    '5 wd': '2026-10-13',
    '7 wd': '2026-10-15',
    '90 wd': '2027-02-09 provisional',
    '10 d': '2026-10-10',
    '24 h': '2026-10-01T10:00',
    '48 h': '2026-10-02T10:00',
    '36 m': '2029-09-30',
  },
  '2026-02-13T10:00:00+08:00': {
    '3 wd': '2026-02-25',
    '5 wd': '2026-02-27',
    '7 wd': '2026-03-02',
    '90 wd': '2026-07-01',
    '10 d': '2026-02-23',
    '24 h': '2026-02-14T10:00',
    '48 h': '2026-02-15T10:00',
    '36 m': '2029-02-13',
  },
  // Across the last day that the notices settle.
  '2026-12-24T10:00:00+08:00': {
    '3 wd': '2026-12-29 provisional',
    '5 wd': '2026-12-31 provisional',
    '7 wd': '2027-01-04 provisional',
    '90 wd': '2027-04-29 provisional',
    '10 d': '2027-01-03',
    '24 h': '2026-12-25T10:00',
    '48 h': '2026-12-26T10:00',
    '36 m': '2029-12-24',
  },
}

type TermName = keyof (ServiceTerms & HomeTerms) | 'claimPayment'

/** Every deadline of clauses.md §6 that software counts; notices before an event count forward from the notice. */
const deadlines: readonly [
  what: string,
  clause: string,
  profile: string,
  term: TermName,
  span: Span,
][] = [
  ['complaint, answered', 'R002-5.5.2', 'cn-base', 'complaintAnswer', '5 wd'],
  ['complaint, handled', 'R002-5.5.2', 'cn-base', 'complaintResolution', '5 wd'],
  ['complaint, handled', 'R003-5.7.2', 'cn-3703', 'complaintResolution', '5 wd'],
  ['complaint, handled', 'R004-A2-32', 'cn-3704', 'complaintResolution', '5 wd'],
  ['complaint, answered', 'R000-8.0.2', 'cn-65', 'complaintAnswer', '5 wd'],
  ['complaint, handled', 'R001-8.1-fg', 'cn-draft', 'complaintResolution', '5 wd'],
  ['first asked', 'R001-8.1-fa…ff', 'cn-draft', 'firstAsked', '5 wd'],
  ['first asked, special', 'R001-8.1-fa…ff', 'cn-draft', 'firstAskedSpecial', '7 wd'],
  ['residual compensation', 'R001-6.2-6', 'cn-draft', 'claimPayment', '5 wd'],
  ['message', 'R000-6.4.4', 'cn-65', 'messageAnswer', '24 h'],
  ['letter or media', 'R001-8.2-4', 'cn-draft', 'letterAnswer', '5 wd'],
  ['alteration, reply', 'R000-5.4.3', 'cn-65', 'alterationReply', '3 wd'],
  ['alteration, work', 'R000-5.4.3', 'cn-65', 'alterationWork', '5 wd'],
  ['other hours, announced before', 'R000-6.1.2', 'cn-65', 'hoursNotice', '5 wd'],
  ['installation', 'R003-9.2.5a', 'cn-3703', 'installVisit', '48 h'],
  ['repair', 'R003-9.2.5b', 'cn-3703', 'repairVisit', '24 h'],
  ['end of business, announced before', 'R000-4.2.2.4n', 'cn-65', 'closureNotice', '90 wd'],
  ["user's proof of repair", 'R001-6.1-5', 'cn-draft', 'repairProof', '10 d'],
  ['archive of rectifications', 'R001-5.5-¶8', 'cn-draft', 'rectificationArchive', '36 m'],
]

const book = createProfileBook()

const termOf = (profile: string, name: TermName) => {
  const found = book.profiles.find(({ id }) => id === profile)
  const ref = `${profile}@${found?.validFrom ?? ''}`
  const {
    single,
  }: { single: { readonly [K in TermName]?: { value: SingleValues[K]; clause: string } } } =
    book.resolve(ref)
  const term = single[name]
  if (term === undefined) throw new Error(`${profile} has no ${name}`)
  return term
}

const told = (from: string, term: Term, within: WorkCalendar): string => {
  const { dueAt, provisional } = dueAfter(epochMs(Date.parse(from)), term, within)
  const local = new Date(dueAt + 8 * 3_600_000).toISOString()
  const isDay = local.endsWith('T23:59:59.999Z')
  const text = isDay ? local.slice(0, 10) : local.slice(0, 16)
  return `${text}${provisional ? ' provisional' : ''}`
}

describe.each(Object.entries(EXPECTED))(
  'deadlines of clauses §6 that begin at %s',
  (from, spans) => {
    it.each(deadlines)('%s (%s under %s, %s): %s', (_what, clause, profile, name, span) => {
      const term = termOf(profile, name)
      expect(term.clause).toBe(clause)
      expect(told(from, term.value, calendar)).toBe(spans[span])
    })
  },
)

describe('a deadline past what the notices settle', () => {
  const early = { ...calendar, coveredUntil: day('2026-10-12') }
  const complaint = termOf('cn-base', 'complaintAnswer').value

  it('is firm on the last settled day, provisional on the next, and firm once the notice is loaded', () => {
    expect(told('2026-09-29T10:00:00+08:00', complaint, early)).toBe('2026-10-12')
    expect(told('2026-09-30T10:00:00+08:00', complaint, early)).toBe('2026-10-13 provisional')
    expect(told('2026-09-30T10:00:00+08:00', complaint, calendar)).toBe('2026-10-13')
  })

  it('a notice not yet known moves it: weekends alone are off until then', () => {
    const unknown: WorkCalendar = { days: new Map(), coveredUntil: day('2026-09-30') }
    expect(told('2026-09-30T10:00:00+08:00', complaint, unknown)).toBe('2026-10-07 provisional')
  })
})
