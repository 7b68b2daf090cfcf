/** 安全宣传 topics: the five of R000-3.0.10 and R001-8.1-8..10, what to do at a leak (R003-5.12.5), and unlawful use (R003-5.10.1 h). */
export const publicityTopics = [
  'basics',
  'appliances',
  'contacts',
  'accidents',
  'facility-protection',
  'leak-response',
  'unlawful-use',
] as const
/** What a safety manual has to contain (R002-5.6.2 A.5 a–j, R003-5.10.1 a–h, R000-3.0.10), and where it says so. */
export const manualContents = [
  ['gas-basics', ['R002-5.6.2', 'R003-5.10.1', 'R001-8.1-8..10']],
  ['conditions-of-use', ['R002-5.6.2', 'R003-5.10.1']],
  ['place-conditions', ['R002-5.6.2']],
  ['appliances', ['R002-5.6.2', 'R003-5.10.1', 'R001-8.1-8..10']],
  ['rights-and-duties-of-users', ['R002-5.6.2', 'R003-5.10.1', 'R001-8.1-8..10']],
  ['duties-of-the-company', ['R002-5.6.2']],
  ['right-operation', ['R002-5.6.2', 'R001-8.1-8..10']],
  ['safety-requirements', ['R002-5.6.2', 'R003-5.10.1', 'R001-8.1-8..10']],
  ['accident-handling', ['R002-5.6.2', 'R003-5.10.1', 'R001-8.1-8..10']],
  ['phones', ['R002-5.6.2', 'R003-5.10.1', 'R001-8.1-8..10']],
  ['facility-protection', ['R000-3.0.10', 'R001-8.1-8..10', 'R002-5.6.2']],
  ['unlawful-use', ['R003-5.10.1']],
] as const
export type ManualContent = (typeof manualContents)[number][0]

/** What a manual leaves out. */
export const missingContents = (
  contents: readonly string[],
): readonly { readonly content: ManualContent; readonly clauses: readonly string[] }[] =>
  manualContents
    .filter(([content]) => !contents.includes(content))
    .map(([content, clauses]) => ({ content, clauses }))

type Plan = {
  readonly id: string
  readonly topic: string
  readonly audience: string
  readonly timesPerYear: number
}

type Held = {
  readonly planId: string | null
  readonly topics: readonly string[]
  readonly audience: string
}

/** Somebody who speaks to everybody speaks to each of them. */
const reaches = (held: Held, audience: string): boolean =>
  held.audience === audience || held.audience === 'all'

/** How often each plan of a year was carried out: by what names it, and by what fits it and names none. */
export const plansHeld = (plans: readonly Plan[], events: readonly Held[]) =>
  plans.map((plan) => {
    const held = events.filter(
      (event) =>
        event.planId === plan.id ||
        (event.planId === null &&
          event.topics.includes(plan.topic) &&
          reaches(event, plan.audience)),
    ).length
    return {
      planId: plan.id,
      topic: plan.topic,
      audience: plan.audience,
      times: plan.timesPerYear,
      held,
      met: held >= plan.timesPerYear,
    }
  })

/** How often the people of the country were told what to do at a leak (R003-5.12.5). */
export const ruralLeakEvents = (events: readonly Held[]): number =>
  events.filter((event) => event.topics.includes('leak-response') && reaches(event, 'rural')).length
