import type { FindingCode } from '#domain/codes.ts'
import type { Cylinder } from '#domain/cylinder.ts'
import type { CylinderEventType } from '#domain/event-types.ts'
import type { Finding, Severity } from '#domain/finding.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import type { Registry } from '#domain/registry.ts'
import type { Citation, ResolvedProfile, SingleValues, TableValues } from './profile.ts'

/** The event of one or several types. */
export type EventOf<T extends CylinderEventType> = Extract<LifeEvent, { readonly type: T }>

/** What a rule sees: the event, the cylinder around it, the registry in force and the profile. */
export type Case<E extends LifeEvent = LifeEvent> = {
  readonly before: Cylinder
  readonly event: E
  readonly after: Cylinder
  readonly registry: Registry
  readonly profile: ResolvedProfile
}

type Verdict = Finding | readonly Finding[] | undefined

/** A rule: which codes it may find, in which events, by which values of the profile, and the predicate. */
export type Rule = {
  readonly codes: readonly FindingCode[]
  readonly on: readonly CylinderEventType[]
  readonly needs: readonly (keyof SingleValues | keyof TableValues)[]
  /** Judged by the rules of the last customer's premises where they are known, else by the station's (design §4). */
  readonly atPremises: boolean
  readonly judge: (facts: Case) => Verdict
}

/** Makes a rule whose predicate knows the types of its events. */
export const rule = <const T extends CylinderEventType>(definition: {
  readonly codes: readonly FindingCode[]
  readonly on: readonly T[]
  readonly needs?: Rule['needs']
  readonly atPremises?: boolean
  readonly judge: (facts: Case<EventOf<T>>) => Verdict
}): Rule => ({
  codes: definition.codes,
  on: definition.on,
  needs: definition.needs ?? [],
  atPremises: definition.atPremises ?? false,
  // The engine calls a rule only for the types it names.
  judge: definition.judge as (facts: Case) => Verdict,
})

/** Where a profile says nothing of a rule that is not its own value: shown as what it is. */
const uncited: Citation = {
  clause: 'R002-7.1.4',
  from: '2013-06-01' as Citation['from'],
  force: 'unconfirmed',
  certainty: 'from-memory',
}

export const duty = (profile: ResolvedProfile, code: keyof ResolvedProfile['duties']): Citation =>
  profile.duties[code] ?? uncited

type Measure = Pick<Finding, 'measured' | 'limit' | 'unit' | 'limitFrom'>

/** A finding under a profile; the citation defaults to the profile's clause for the code. */
export const finding = (
  profile: ResolvedProfile,
  [code, severity]: readonly [FindingCode, Severity],
  measure: Measure = {},
  citation: Citation = duty(profile, code),
): Finding => ({
  code,
  severity,
  ...measure,
  clause: citation.clause,
  profile: profile.ref,
  force: citation.force,
  certainty: citation.certainty,
})
