import { addDays, dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import type { HomeDueStore } from '#store/deadlines/home-due-store.ts'
import type { Job } from './scheduler.ts'

const PAGE = 1_000
/** No document says how long before: time enough to make an appointment. */
const DAYS_BEFORE = 30

/** Tells customers that the inspection of their home is due, once (R000-5.2.2, R002-5.11.1-4). */
export const homeDues = (
  store: Pick<HomeDueStore, 'tellSome'>,
  now: () => number,
  everyMs: number,
): Job => ({
  name: 'home-dues',
  everyMs,
  run: async (signal) => {
    const at = now()
    const today = dayOf(epochMs(at))
    const asked = { today, until: addDays(today, DAYS_BEFORE), now: at }
    while (!signal.aborted && (await store.tellSome(asked, PAGE)));
  },
})
