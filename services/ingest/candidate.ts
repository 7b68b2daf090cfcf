import type { JudgingContext } from '#domain/judging-context.ts'
import type { LifeEvent } from '#domain/life-event.ts'
import type { Finding } from '#domain/finding.ts'
import type { LoggedEvent, NewEvent, TagRef } from '#domain/store-ports.ts'

/** An event as the log and the fold see it; the context is filled in when the site book of its batch is known. */
export type CandidateEvent = LoggedEvent & {
  readonly deviceId: string | null
  operator: string | null
  context: JudgingContext | null
}

/**
 * An event on its way through a batch. One object from reading to writing, filled in step by step: at 50 000 events a second
 * copies are what costs.
 */
export type Candidate = NewEvent & {
  readonly event: CandidateEvent
  readonly tag: TagRef | null
  contextId: number
  cylinderId: string | null
  findings: readonly Finding[] | null
}

/** The fold's view. What a codec or the API accepted has the shape that its type promises. */
export const lifeEvent = (candidate: Candidate): LifeEvent =>
  candidate.event as unknown as LifeEvent

/** The facts around it. Called after the context was filled in. */
export const contextOf = (candidate: Candidate): JudgingContext =>
  candidate.event.context as JudgingContext
