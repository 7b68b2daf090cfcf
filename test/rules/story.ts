import type {
  CylinderEventBodies,
  CylinderEventType,
  RegisteredFacts,
} from '#domain/event-types.ts'
import type { Finding } from '#domain/finding.ts'
import { type FoldedLife, foldLife } from '#domain/fold-life.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import { effectiveTime, type LifeEvent } from '#domain/life-event.ts'
import { day, epochMs, grams } from '#domain/units.ts'
import { decideFill, type FillDecision } from '#rules/fill-gate.ts'
import { createJudge } from '#rules/judge.ts'
import { createProfileBook, type ProfileBook } from '#rules/profile-book.ts'

export const book = createProfileBook()

/** 10:00 in Shanghai on the story's day. */
export const START = Date.UTC(2026, 10, 20, 2)
const MINUTE = 60_000

export const TARE = 16_480
/** Gross of a good fill: 14.5 kg net. */
export const GOOD = TARE + 14_500

const facts: RegisteredFacts = {
  code: 'C1',
  model: 'YSP-15',
  waterVolumeMl: 35_500,
  stampedMaxG: grams(14_900),
  tareG: grams(TARE),
  madeOn: '2022-05',
  designLifeYears: 8,
  ownerId: 'e-1',
  inspectedOn: day('2026-05-01'),
  nextInspectionOn: day('2030-05-01'),
}

const context: JudgingContext = {
  region: '110000',
  profile: 'cn-base@2013-06-01',
  station: {
    id: 'st-1',
    enterpriseId: 'e-1',
    licenceNo: 'L-1',
    licenceUntil: day('2027-12-31'),
    locked: false,
  },
  scale: {
    id: 'scale-1',
    known: true,
    verifiedUntil: day('2027-06-30'),
    toleranceG: grams(20),
    locked: false,
    shiftCheck: 'passed',
  },
  checkScale: {
    id: 'scale-9',
    known: true,
    verifiedUntil: day('2027-06-30'),
    toleranceG: grams(30),
    locked: false,
    shiftCheck: null,
  },
  operator: { id: 's-1', known: true, certifiedUntil: day('2027-06-30') },
  tank: { id: 't-1', released: true },
}

type Facts = { readonly [K in keyof RegisteredFacts]?: RegisteredFacts[K] | undefined }

/** Builds one cylinder's life, a minute per event, and asks what was found in its last event. */
export class Story {
  readonly #events: LifeEvent[] = []
  readonly #book: ProfileBook
  #context: JudgingContext = context
  #now = START

  constructor(rules: ProfileBook = book) {
    this.#book = rules
  }

  /** What holds around the following events. */
  around(change: Partial<JudgingContext>): this {
    this.#context = { ...this.#context, ...change }
    return this
  }

  under(profile: string): this {
    return this.around({ profile })
  }

  scale(change: Partial<NonNullable<JudgingContext['scale']>>): this {
    const { scale } = this.#context
    return scale === null ? this : this.around({ scale: { ...scale, ...change } })
  }

  station(change: Partial<NonNullable<JudgingContext['station']>>): this {
    const { station } = this.#context
    return station === null ? this : this.around({ station: { ...station, ...change } })
  }

  later(ms: number): this {
    this.#now += ms
    return this
  }

  add<T extends CylinderEventType>(
    type: T,
    body: CylinderEventBodies[T],
    header: { at?: number; recordedAt?: number; stationId?: string; by?: 'api' } = {},
  ): this {
    this.#now += MINUTE
    const at = epochMs(header.at ?? this.#now)
    const recordedAt = epochMs(header.recordedAt ?? this.#now)
    const api = header.by === 'api'
    this.#events.push({
      id: `e-${String(this.#events.length).padStart(3, '0')}`,
      type,
      at,
      recordedAt,
      effectiveAt: effectiveTime(at, recordedAt),
      stationId: api ? null : (header.stationId ?? 'st-1'),
      deviceId: api ? null : 'd-1',
      operator: 's-1',
      context: this.#context,
      body,
    } as LifeEvent)
    return this
  }

  registered(change: Facts = {}): this {
    const all = { ...facts, ...change }
    const known = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
    return this.add('cylinder.registered', known as RegisteredFacts, { by: 'api' })
  }

  prefill(passed = true): this {
    return this.add('prefill.checked', { passed })
  }

  request(emptyGrossG: number = TARE + 100): this {
    return this.add('fill.requested', { scale: 'scale-1', emptyGrossG: grams(emptyGrossG) })
  }

  /** A permit as the gate gives it for a good fill; its id is the event's. */
  permit(change: Partial<CylinderEventBodies['fill.permitted']> = {}): this {
    return this.add('fill.permitted', {
      requestId: 'r-1',
      scale: 'scale-1',
      targetNetG: grams(14_500),
      maxNetG: grams(14_900),
      tareG: grams(TARE),
      targetGrossG: grams(GOOD),
      maxGrossG: grams(TARE + 14_900),
      expiresAt: epochMs(this.#now + MINUTE + 600_000),
      ...change,
    })
  }

  /** A fill under the last permit, if there was one. */
  fill(
    grossG: number = GOOD,
    change: Partial<CylinderEventBodies['fill.completed']> = {},
    header: Parameters<Story['add']>[2] = {},
  ): this {
    const permit = this.#events.findLast(({ type }) => type === 'fill.permitted')
    const permitId = permit === undefined ? {} : { permitId: permit.id }
    const body = { scale: 'scale-1', grossG: grams(grossG), tareG: grams(TARE), ...permitId }
    return this.add('fill.completed', { ...body, ...change }, header)
  }

  /** From the check before the fill to the fill, as it should be. */
  filled(grossG: number = GOOD): this {
    return this.prefill().request().permit().fill(grossG)
  }

  check(change: Partial<CylinderEventBodies['postfill.checked']> = {}): this {
    return this.add('postfill.checked', { leakFree: true, sealed: true, labelled: true, ...change })
  }

  out(change: Partial<CylinderEventBodies['stock.out']> = {}): this {
    const body = { siteId: 'st-1', condition: 'full', appearanceOk: true, vehicle: 'v-1' } as const
    return this.add('stock.out', { ...body, ...change })
  }

  in(change: Partial<CylinderEventBodies['stock.in']> = {}): this {
    return this.add('stock.in', {
      siteId: 'st-1',
      condition: 'empty',
      appearanceOk: true,
      ...change,
    })
  }

  delivered(customerRef = 'c-1'): this {
    return this.add('delivery.completed', { customerRef }, { by: 'api' })
  }

  /** Sold to premises where another profile holds. */
  sold(profile: string, header: { at?: number } = {}): this {
    const here = this.#context
    this.under(profile)
    const body = { customerRef: 'c-1', premisesRegion: '370302' }
    this.add('delivery.completed', body, { by: 'api', ...header })
    return this.around(here)
  }

  returned(change: CylinderEventBodies['cylinder.returned'] = {}): this {
    return this.add('cylinder.returned', change, { by: 'api' })
  }

  weighed(netG: number, change: Partial<CylinderEventBodies['residual.weighed']> = {}): this {
    return this.add('residual.weighed', { grossG: grams(TARE + netG), ...change })
  }

  folded(): FoldedLife {
    return foldLife(this.#events, createJudge(this.#book))
  }

  /** Findings of the event told last, wherever its time puts it. */
  findings(): readonly Finding[] {
    const last = this.#events.at(-1)
    return this.folded().judged.find(({ event }) => event === last)?.findings ?? []
  }

  codes(): readonly string[] {
    return this.findings().map(({ code }) => code)
  }

  finding(code: string): Finding | undefined {
    return this.findings().find((found) => found.code === code)
  }

  standing(): readonly string[] {
    return this.folded().cylinder.standing.map(({ code }) => code)
  }

  /** What the gate says to a request made a minute later, decided `ageMs` after it. */
  gate(
    emptyGrossG: number | null = TARE + 100,
    ageMs = 50,
    seen: { readonly tagConflict?: boolean } = {},
  ): FillDecision {
    const { cylinder, registry } = this.folded()
    const asked = new Story(this.#book).around(this.#context).later(this.#now - START)
    asked.add('fill.requested', {
      scale: 'scale-1',
      ...(emptyGrossG === null ? {} : { emptyGrossG: grams(emptyGrossG) }),
    })
    const event = asked.#events[0]
    if (event?.type !== 'fill.requested') throw new Error('no request')
    const now = epochMs(event.effectiveAt + ageMs)
    return decideFill({
      event,
      cylinder,
      registry,
      context: this.#context,
      now,
      book: this.#book,
      ...seen,
    })
  }

  denied(emptyGrossG?: number | null, ageMs?: number): readonly string[] {
    const decision = this.gate(emptyGrossG, ageMs)
    return decision.decision === 'deny' ? decision.codes : []
  }
}

export const story = (): Story => new Story()
