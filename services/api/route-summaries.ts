import { caseSummaries } from './summaries/case-summaries.ts'
import { customerSummaries } from './summaries/customer-summaries.ts'
import { registrySummaries } from './summaries/registry-summaries.ts'
import { saleSummaries } from './summaries/sale-summaries.ts'
import { stationSummaries } from './summaries/station-summaries.ts'
import { supervisionSummaries } from './summaries/supervision-summaries.ts'

/** `GET /v1/orders/{id}`, as the document calls it. */
export const routeName = (method: string, url: string): string =>
  `${method.toUpperCase()} ${url.replace(/:(\w+)/g, '{$1}')}`

/** One line on each route; a test wants them all. */
export const routeSummaries: Readonly<Record<string, string>> = {
  ...registrySummaries,
  ...stationSummaries,
  ...saleSummaries,
  ...customerSummaries,
  ...caseSummaries,
  ...supervisionSummaries,
}
