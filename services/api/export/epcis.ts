import type { FastifyReply, FastifyRequest } from 'fastify'
import { OVERSEERS } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import {
  epcisEventParams,
  epcisQuery,
  epcisQueryDocument,
  epcisSingle,
} from '#schemas/api/epcis.ts'
import { CONTEXT } from './epcis-names.ts'
import { epcisSearch } from './epcis-search.ts'

const VERSIONS = {
  'gs1-epcis-version': '2.0.0',
  'gs1-cbv-version': '2.0.0',
  'gs1-extensions': 'lpg=urn:lpg-trace:',
} as const

/** The same question, the page after this one; relative, so that it holds behind any proxy. */
const linkTo = (request: FastifyRequest, token: string): string => {
  const [path = '', asked = ''] = request.url.split('?')
  const query = new URLSearchParams(asked)
  query.set('nextPageToken', token)
  return `<${path}?${query.toString()}>; rel="next"`
}

const context = () => CONTEXT.map((one) => (typeof one === 'string' ? one : { ...one }))

/** 证据输出: the event query subset of the EPCIS 2.0 REST binding, over the lives within the caller's reach. */
export const epcisRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { search } = epcisSearch(deps)

  const versioned = (reply: FastifyReply) => reply.headers(VERSIONS)

  app.get(
    '/v1/epcis/events',
    {
      config: { access: OVERSEERS },
      schema: { querystring: epcisQuery, response: { 200: epcisQueryDocument } },
    },
    async (request, reply) => {
      const { events, next } = await search(request, request.query)
      void versioned(reply)
      if (next !== null) void reply.header('link', linkTo(request, next))
      return {
        '@context': context(),
        type: 'EPCISQueryDocument' as const,
        schemaVersion: '2.0' as const,
        creationDate: timeText(deps.clock()),
        epcisBody: {
          queryResults: {
            queryName: 'SimpleEventQuery',
            resultsBody: { eventList: [...events] },
          },
        },
      }
    },
  )

  app.get(
    '/v1/epcis/events/:eventID',
    {
      config: { access: OVERSEERS },
      schema: { params: epcisEventParams, response: { 200: epcisSingle } },
    },
    async (request, reply) => {
      const { eventID } = request.params
      const { events } = await search(request, { perPage: 1, EQ_eventID: [eventID] })
      const [event] = events
      if (event === undefined) throw problem('NOT_FOUND')
      void versioned(reply)
      return { '@context': context(), ...event }
    },
  )
}
