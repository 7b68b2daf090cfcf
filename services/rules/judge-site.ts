import type { Finding } from '#domain/finding.ts'
import type { EventType, SiteEventBodies } from '#domain/event-types.ts'
import type { JudgingContext } from '#domain/judging-context.ts'
import type { EventHeader } from '#domain/life-event.ts'
import { judgeClock } from './findings/clocks.ts'
import { judgeGas } from './judge-gas.ts'
import { judgeScaleCheck } from './judge-scale-check.ts'
import type { ProfileBook } from './profile-book.ts'

/** An event of a station's equipment, people or gas, with the facts around it. */
export type SiteEvent = Pick<EventHeader, 'at' | 'effectiveAt' | 'recordedAt'> & {
  readonly type: EventType
  readonly body: Readonly<Record<string, unknown>>
}

/** What is wrong with an event that belongs to no cylinder's life. Pure. */
export type SiteJudge = (event: SiteEvent, context: JudgingContext) => readonly Finding[]

/** Judges under the profile that was recorded with the event, as the judge of lives does. */
export const createSiteJudge =
  (book: ProfileBook): SiteJudge =>
  (event, { profile: ref, scale }) => {
    const profile = book.resolve(ref)
    const found = [judgeClock(event, profile)]
    if (event.type === 'scale.checked') {
      const unknownG = profile.single.defaultScaleToleranceG?.value ?? 0
      const toleranceG = scale?.known === true ? scale.toleranceG : unknownG
      // What the codec accepted has the shape that its type promises.
      const body = event.body as SiteEventBodies['scale.checked']
      found.push(judgeScaleCheck(body, toleranceG, profile))
    }
    if (event.type === 'gas.received' || event.type === 'gas.tested') {
      const { values } = event.body as SiteEventBodies['gas.tested']
      if (values !== undefined) found.push(...judgeGas(values, profile))
    }
    return found.filter((one) => one !== undefined)
  }
