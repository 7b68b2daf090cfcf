import { measureDecide } from './decide.ts'
import { atMost, type Figure } from './figure.ts'

const REACH_US = 10

/** Folding and judging one event in memory, with the shipped profiles and with a thousand more. */
export const decidedEvent = async (): Promise<Figure> => {
  const [shipped, many] = measureDecide()
  if (shipped === undefined || many === undefined) throw new Error('measureDecide gave no figures')
  return {
    figure: 'decide',
    unit: 'µs per event',
    ...atMost(shipped.microsecondsPerEvent, REACH_US),
    events: shipped.events,
    findings: shipped.findings,
    profiles: shipped.profiles,
    withMoreProfilesUs: many.microsecondsPerEvent,
    moreProfiles: many.profiles,
  }
}
