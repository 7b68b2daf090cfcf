import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OVERSEERS } from '#api/access.ts'
import { cylinderWithin } from '#api/act-on-cylinder.ts'
import { visibleLife } from '#api/anomalies/visible-life.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { traceEvents } from '#api/evidence/trace-events.ts'
import { timeText } from '#api/time-text.ts'
import { cylinderParams as params } from '#schemas/api/cylinder.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import { CONTEXT } from './epcis-names.ts'
import { epcisSearch } from './epcis-search.ts'
import { lifeCsv } from './life-csv.ts'

type Draw = (request: FastifyRequest, row: CylinderRow) => Promise<string>

const file = (description: string, type: string) => ({
  200: { description, content: { [type]: { schema: z.any() } } },
})

/** One cylinder's life as a file, in the formats of others; each shows what the caller may see of it. */
export const lifeFileRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { trace } = deps.queries
  const { eventsOf } = epcisSearch(deps)

  const asCsv: Draw = async (request, row) =>
    lifeCsv(row.code, (await visibleLife(deps, request, row)).events)

  const asLines: Draw = async (request, row) => {
    const { events } = await visibleLife(deps, request, row)
    const shown = traceEvents(events, await trace.superseded(events), null)
    return shown.map((event) => `${JSON.stringify(event)}\n`).join('')
  }

  const asEpcis: Draw = async (_request, row) => {
    const eventList = (await eventsOf([row])).map(({ event }) => event)
    // When the newest of it was known: the same life gives the same bytes.
    const newest = Math.max(0, ...eventList.map(({ recordTime }) => Date.parse(recordTime)))
    const creationDate = timeText(newest)
    const body = { eventList }
    const head = { '@context': CONTEXT, type: 'EPCISDocument', schemaVersion: '2.0', creationDate }
    return JSON.stringify({ ...head, epcisBody: body }, null, 2)
  }

  const send = (reply: FastifyReply, type: string, name: string, text: string) =>
    reply
      .type(type)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(text)

  const formats = [
    ['csv', 'text/csv', 'A row an event, for a spreadsheet', asCsv],
    ['jsonl', 'application/x-ndjson', 'A line an event, as in the trace', asLines],
    ['jsonld', 'application/ld+json', 'An EPCIS 2.0 document of ObjectEvents', asEpcis],
  ] as const
  for (const [ending, type, words, draw] of formats) {
    app.get(
      `/v1/cylinders/:code/life.${ending}`,
      { config: { access: OVERSEERS }, schema: { params, response: file(words, type) } },
      async (request, reply) => {
        const row = await cylinderWithin(deps, request, request.params.code)
        const text = await draw(request, row)
        return send(reply, `${type}; charset=utf-8`, `${row.code}.${ending}`, text)
      },
    )
  }
}
