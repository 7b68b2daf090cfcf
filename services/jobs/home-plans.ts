import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import { yearPlan } from '#rules/home-plan.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { HomePlanQueries } from '#store/queries/homes/home-plans.ts'
import type { RuleActivations } from './due-dates.ts'
import type { Job } from './scheduler.ts'

export type HomePlansOptions = {
  readonly plans: HomePlanQueries
  readonly book: ProfileBook
  readonly rules: RuleActivations
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly everyMs: number
}

/** Plans the year's home inspections for homes that have no plan of it yet (R003-5.11.1); from December on the next year's too. */
export const homePlans = ({ plans, book, rules, now, everyMs }: HomePlansOptions): Job => ({
  name: 'home-plans',
  everyMs,
  run: async (signal) => {
    const at = now()
    const today = dayOf(epochMs(at))
    const year = Number(today.slice(0, 4))
    const years = today.slice(5, 7) === '12' ? [year, year + 1] : [year]
    const { activations } = await rules.load()
    for (const enterpriseId of await plans.enterprises()) {
      const regions = await plans.regions(enterpriseId)
      if (signal.aborted) return
      const places = regions.map((region) => ({
        region,
        profile: book.resolve(book.select(region, today, activations, enterpriseId)),
      }))
      for (const one of years) {
        const plan = { year: one, ...yearPlan(one, places), at }
        for (let next: string | null = null; !signal.aborted; ) {
          next = (await plans.plan(enterpriseId, plan, next)).next
          if (next === null) break
        }
      }
    }
  },
})
