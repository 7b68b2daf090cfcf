import type { Pool } from 'pg'
import type { Json } from './api-harness.ts'

/**
 * The KPIs a second time: plain JavaScript over whole raw tables, written from clauses.md §6 (and its readings A11–A14) alone, slow,
 * sharing nothing with what it checks.
 */
export type OracleAsk = {
  readonly from: number
  /** Excluded, and not later than now. */
  readonly to: number
  readonly enterprise: string
  /** The profile of the enterprise's place, without its day. */
  readonly profile: string
}

export type OracleFigure = {
  readonly value: number | null
  readonly numerator: number
  readonly denominator: number
  readonly retest: readonly [number, number] | null
  readonly target: string | null
}

type Row = Json

/** §6, row by row and column by column; 003 gives no figures but the wait, 65 overrides what its table gives. */
const TARGETS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'filling-pass': { 'cn-base': '>= 0.98', 'cn-draft': '>= 0.98' },
  'leak-free': { 'cn-base': '>= 1', 'cn-draft': '>= 1' },
  'complaint-timeliness': { 'cn-base': '>= 0.99', 'cn-65': '>= 0.9', 'cn-draft': '>= 0.99' },
  'complaint-closure': { 'cn-base': '>= 1', 'cn-3704': '>= 1', 'cn-draft': '>= 1' },
  'repair-response': { 'cn-base': '>= 1' },
  'repair-timeliness': { 'cn-base': '>= 0.98', 'cn-draft': '>= 0.98' },
  'phone-connection': { 'cn-base': '> 0.8', 'cn-65': '> 0.8', 'cn-draft': '> 0.8' },
  'window-wait': { 'cn-base': '<= 15', 'cn-3703': '<= 15', 'cn-draft': '<= 15' },
  'home-success': { 'cn-65': '>= 0.7' },
  'staff-certificates': { 'cn-3704': '>= 1' },
}

const byTime = (a: Row, b: Row): number =>
  a.effective_at - b.effective_at || a.at - b.at || (a.event_id < b.event_id ? -1 : 1)

/** First result counts, re-tests apart (A14); tested, not filled. */
const testsOf = (life: readonly Row[], kind: 'fill' | 'leak') => {
  const annulled = new Set(
    life.filter(({ type }) => type === 'event.annulled').map(({ body }) => body.eventId),
  )
  const found: { row: Row; passed: boolean; retest: boolean }[] = []
  const lives = new Map<string, Row[]>()
  for (const row of life) {
    if (annulled.has(row.event_id)) continue
    lives.set(row.cylinder_id, [...(lives.get(row.cylinder_id) ?? []), row])
  }
  for (const rows of lives.values()) {
    let before: 'none' | 'passed' | 'failed' = 'none'
    for (const row of rows.toSorted(byTime)) {
      const { type, body } = row
      // It was with somebody, or came back empty: whatever follows is another filling.
      if (['delivery.completed', 'cylinder.returned', 'residual.weighed'].includes(type))
        before = 'none'
      if (type === 'fill.completed' && before === 'passed') before = 'none'
      const tested =
        kind === 'fill'
          ? type === 'postfill.checked' && body.checkWeighG !== undefined
          : body.leakFree !== undefined &&
            (type === 'postfill.checked' || (type === 'stock.out' && body.condition === 'full'))
      if (!tested) continue
      const codes: string[] = (row.findings ?? []).map(({ code }: Row) => code)
      const passed =
        kind === 'fill'
          ? !codes.includes('OVERFILL') && !codes.includes('UNDERFILL')
          : body.leakFree === true
      found.push({ row, passed, retest: before !== 'none' })
      before = passed ? 'passed' : 'failed'
    }
  }
  return found
}

const lateOrNot = (
  rows: readonly Row[],
  { from, to }: OracleAsk,
  due: string,
  done: (row: Row) => boolean,
) => {
  const cohort = rows.filter((row) => row[due] >= from && row[due] < to)
  return [cohort.filter(done).length, cohort.length] as const
}

const answered = (call: Row, profile: string): boolean => {
  if (call.answered_at === null) return false
  // 001: connected calls, no time. 002 and its children: three rings, by a person. 000: 15 s, to a person.
  if (profile === 'cn-draft') return true
  if (call.answered_by !== 'person') return false
  const seconds = (call.answered_at - call.ring_at) / 1000
  return profile === 'cn-65' || call.rings === null ? seconds <= 15 : call.rings <= 3
}

const shanghaiDay = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)

export const oracle = async (
  pool: Pool,
  ask: OracleAsk,
): Promise<Readonly<Record<string, OracleFigure>>> => {
  // Slow on purpose: a whole table of a city takes longer than a statement of the program may.
  const rowsOf = async (table: string): Promise<Row[]> => {
    const client = await pool.connect()
    try {
      await client.query('set statement_timeout = 0')
      return (await client.query(`select * from ${table}`)).rows
    } finally {
      client.release(true)
    }
  }
  const all = async (table: string): Promise<Row[]> =>
    (await rowsOf(table)).map((row: Row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, value instanceof Date ? +value : value]),
      ),
    )
  const mine = async (table: string): Promise<Row[]> =>
    (await all(table)).filter(({ enterprise_id: id }) => id === ask.enterprise)
  const { from, to, profile } = ask
  const stations = new Set((await mine('station')).map(({ id }) => id))
  const registered = new Set(
    (await all('cylinder')).filter(({ code }) => code !== null).map(({ id }) => id),
  )
  const life = (await all('cylinder_life')).filter(({ cylinder_id: id }) => registered.has(id))
  const figures: Record<string, OracleFigure> = {}
  const put = (
    id: string,
    [numerator, denominator]: readonly [number, number],
    retest: readonly [number, number] | null = null,
    scale = 1,
  ) => {
    const value = denominator === 0 ? null : numerator / denominator / scale
    const own = TARGETS[id]
    figures[id] = {
      value,
      numerator,
      denominator,
      retest,
      target: own?.[profile] ?? own?.['cn-base'] ?? null,
    }
  }
  for (const [id, kind] of [
    ['filling-pass', 'fill'],
    ['leak-free', 'leak'],
  ] as const) {
    const tests = testsOf(life, kind).filter(
      ({ row }) =>
        row.effective_at >= from && row.effective_at < to && stations.has(row.station_id),
    )
    const pair = (again: boolean): [number, number] => {
      const some = tests.filter(({ retest }) => retest === again)
      return [some.filter(({ passed }) => passed).length, some.length]
    }
    put(id, pair(false), pair(true))
  }
  const dues = (await mine('service_deadline')).filter(({ void_at: gone }) => gone === null)
  const inTime = (row: Row): boolean => row.met_at !== null && row.met_at <= row.due_at
  for (const [id, name] of [
    ['complaint-timeliness', 'complaint-answer'],
    ['complaint-closure', 'complaint-resolution'],
    ['repair-response', 'repair-visit'],
    ['repair-timeliness', 'repair-done'],
    ['emergency-arrival', 'emergency-arrival'],
    ['message-answer', 'message-answer'],
    ['letter-answer', 'letter-answer'],
    ['first-asked', 'matter-answer'],
    ['forwarded-complaint', 'complaint-authority'],
    ['alteration-reply', 'alteration-reply'],
    ['alteration-work', 'alteration-work'],
    ['install-visit', 'install-visit'],
  ] as const) {
    put(
      id,
      lateOrNot(
        dues.filter((row) => row.name === name),
        ask,
        'due_at',
        inTime,
      ),
    )
  }
  const calls = (await mine('service_call')).filter(({ ring_at: at }) => at >= from && at < to)
  put('phone-connection', [calls.filter((call) => answered(call, profile)).length, calls.length])
  const waits = (await mine('window_wait')).filter(({ taken_at: at }) => at >= from && at < to)
  const seconds = waits.reduce((sum, wait) => sum + (wait.served_at - wait.taken_at) / 1000, 0)
  put('window-wait', [seconds, waits.length], null, 60)
  const surveys = (await mine('service_survey')).filter(
    ({ surveyed_at: at }) => at >= from && at < to,
  )
  for (const kind of ['window', 'hotline', 'on-site', 'staff']) {
    const items: Row[] = surveys.filter((one) => one.kind === kind).flatMap((one) => one.items)
    put(`${kind}-compliance`, [items.filter(({ ok }) => ok).length, items.length])
  }
  await putHomesAndPeople(put, { mine, ask, dues, inTime })
  return figures
}

type Put = (id: string, pair: readonly [number, number], retest?: readonly [number, number]) => void

const putHomesAndPeople = async (
  put: Put,
  more: {
    mine: (table: string) => Promise<Row[]>
    ask: OracleAsk
    dues: readonly Row[]
    inTime: (row: Row) => boolean
  },
): Promise<void> => {
  const { mine, ask, dues, inTime } = more
  const { from, to } = ask
  const visits = await mine('delivery')
  const firstVisit = new Map<string, number>()
  for (const { order_id: id, happened_at: at } of visits) {
    firstVisit.set(id, Math.min(at, firstVisit.get(id) ?? Number.POSITIVE_INFINITY))
  }
  const orders = (await mine('sale_order')).filter(
    (o) =>
      o.appointment_to !== null &&
      o.channel === 'delivery' &&
      !(o.state === 'cancelled' && o.changed_at <= o.appointment_to),
  )
  const kept = lateOrNot(
    orders,
    ask,
    'appointment_to',
    (o) => (firstVisit.get(o.id) ?? Number.POSITIVE_INFINITY) <= o.appointment_to,
  )
  const agreed = dues.filter(
    ({ term, name }) => term === null && (name === 'repair-visit' || name === 'install-visit'),
  )
  const repaired = lateOrNot(agreed, ask, 'due_at', inTime)
  const checks = await mine('safety_inspection')
  const came = lateOrNot(
    (await mine('home_plan')).filter((plan) => plan.visit_to !== null),
    ask,
    'visit_to',
    (plan) =>
      checks.some(
        (check) =>
          check.premises_id === plan.premises_id &&
          check.happened_at >= plan.visit_agreed_at &&
          check.happened_at <= plan.visit_to,
      ),
  )
  put('on-site-punctuality', [kept[0] + repaired[0] + came[0], kept[1] + repaired[1] + came[1]])
  const plans = (await mine('home_plan')).filter(({ due_on: due }) => {
    const over = Date.parse(`${due}T23:59:59.999+08:00`)
    return over >= from && over < to
  })
  const made = plans.filter((plan) => plan.done_on !== null && plan.done_on <= plan.due_on)
  put('home-success', [made.length, plans.length])
  const stars = (await mine('order_rating')).filter(({ rated_at: at }) => at >= from && at < to)
  const told = (await mine('service_entry')).filter(
    ({ type, at, body }) => type === 'feedback' && body.reached && at >= from && at < to,
  )
  const called = (await mine('call_back')).filter(
    ({ reached, called_at: at }) => reached && at >= from && at < to,
  )
  const pleased =
    called.filter(({ satisfaction }) => satisfaction === 'satisfied').length +
    stars.filter(({ score }) => score >= 4).length +
    told.filter(({ body }) => body.satisfaction === 'satisfied').length
  put('satisfaction', [pleased, stars.length + told.length + called.length])
  const claims = (await mine('residual_claim')).filter(
    ({ state, kind }) => state !== 'void' && kind !== 'refund',
  )
  put(
    'compensation',
    lateOrNot(claims, ask, 'due_at', (c) => c.state === 'paid' && c.closed_at <= c.due_at),
  )
  const today = shanghaiDay(to - 1)
  const papers = await mine('staff_certificate')
  const staff = await mine('staff')
  const holds = staff.filter(({ operator, certified_until: until }) => {
    const own = papers.filter((paper) => paper.operator === operator)
    if (own.length === 0) return until !== null && until >= today
    return own.some(
      (paper) =>
        (paper.valid_from === null || paper.valid_from <= today) &&
        paper.valid_until >= today &&
        (paper.revoked_at === null || paper.revoked_at > to - 1),
    )
  })
  put('staff-certificates', [holds.length, staff.length])
}
