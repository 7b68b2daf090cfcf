import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { principalOf, scopeOf } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorId, cursorTime, decodeCursor, encodeCursor } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import type { EpcisQuery } from '#schemas/api/epcis.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import type { LifeRow } from '#store/queries/evidence/lives.ts'
import { annulments, epcisEvent, type EpcisEvent } from './epcis-event.ts'
import { matchOf, refuseQuery } from './epcis-match.ts'
import { eventName, namesOf } from './epcis-names.ts'
import { epcisTypes } from './epcis-steps.ts'

/** Cylinders whose lives are read at once, and for one page; a page may be short, and `next` follows all the same. */
const AT_ONCE = 100
const FOR_A_PAGE = 500
/** A life has more events than that: so many cylinders make up a page. */
const EVENTS_A_LIFE = 8
const MOST_NAMED = 100

type Placed = { readonly row: LifeRow; readonly event: EpcisEvent }
export type EpcisPage = { readonly events: readonly EpcisEvent[]; readonly next: string | null }

/** Where an unordered walk stopped: the cylinder, and in it the last event that was shown; without one the cylinder is done. */
const walkKey = z.tuple([cursorId, z.tuple([cursorTime, cursorTime, uuid]).nullable()])
const orderKey = z.tuple([cursorTime, uuid])

const keyOf = ({ effectiveAt, at, id }: LifeRow) => [effectiveAt, at, id] as const
type Key = ReturnType<typeof keyOf>

type Times = Pick<EpcisQuery, 'GE_eventTime' | 'LT_eventTime'>

const timesOf = ({ GE_eventTime, LT_eventTime }: Times) => ({
  from: GE_eventTime === undefined ? null : instantOf(GE_eventTime, 'GE_eventTime'),
  to: LT_eventTime === undefined ? null : instantOf(LT_eventTime, 'LT_eventTime'),
})

const isAfter = (row: LifeRow, key: Key): boolean => {
  const [effectiveAt, at, id] = keyOf(row)
  return (effectiveAt - key[0] || at - key[1] || (id > key[2] ? 1 : -1)) > 0 && id !== key[2]
}

export const epcisSearch = (deps: ApiDeps) => {
  const { cylinders, lives, trace } = deps.queries
  const names = namesOf(deps.config.publicUrl)

  /** Their events in the shape of EPCIS, cylinder by cylinder, each in effective order. */
  const eventsOf = async (
    rows: readonly CylinderRow[],
    query: Times = {},
  ): Promise<readonly Placed[]> => {
    const ids = rows.map(({ id }) => id)
    const asked = { types: epcisTypes, ...timesOf(query) }
    const [events, epcs] = await Promise.all([lives.events(ids, asked), lives.epcs(ids)])
    const contexts = await trace.contexts([...new Set(events.map(({ contextId }) => contextId))])
    const tags = new Map(epcs.map(({ cylinderId, value }) => [cylinderId, value]))
    const placed: Placed[] = []
    for (const { id, code } of rows) {
      const own = events.filter(({ cylinderId }) => cylinderId === id)
      const epc = tags.get(id) ?? names.cylinder(code)
      const subject = { epc, names, annulled: annulments(own), contexts }
      for (const row of own) {
        const event = epcisEvent(row, subject)
        if (event !== null) placed.push({ row, event })
      }
    }
    return placed
  }

  /** Codes behind names: pages of ours, and tags. What nobody knows matches nothing. */
  const codesOf = async (epcs: readonly string[]): Promise<readonly string[]> => {
    const prefix = names.cylinder('')
    const own = epcs.filter((epc) => epc.startsWith(prefix))
    const tags = await lives.codesOfEpcs(epcs.filter((epc) => !epc.startsWith(prefix)))
    return [...own.map((epc) => decodeName(epc.slice(prefix.length))), ...tags]
  }

  const codesOfEvents = async (request: FastifyRequest, ids: readonly string[]) => {
    const scope = scopeOf(principalOf(request))
    const known = ids.flatMap((id) => {
      const parsed = uuid.safeParse(id.replace(/^urn:uuid:/i, ''))
      return parsed.success ? [parsed.data] : []
    })
    const found = await Promise.all(known.map((id) => trace.byEventId(scope, id)))
    return found.flat().flatMap(({ code }) => (code === null ? [] : [code]))
  }

  /** The cylinders that a query names, within reach; null = it names none. */
  const namedBy = async (
    request: FastifyRequest,
    { MATCH_epc, MATCH_anyEPC, EQ_eventID }: EpcisQuery,
  ): Promise<readonly CylinderRow[] | null> => {
    const lists: (readonly string[])[] = []
    for (const epcs of [MATCH_epc, MATCH_anyEPC])
      if (epcs !== undefined) lists.push(await codesOf(epcs))
    if (EQ_eventID !== undefined)
      lists.push(await codesOfEvents(request, EQ_eventID.slice(0, MOST_NAMED)))
    const [first, ...others] = lists
    if (first === undefined) return null
    const codes = [...new Set(first)].filter((code) => others.every((list) => list.includes(code)))
    if (codes.length > MOST_NAMED) {
      const detail = {
        zh: `一次最多指定 ${MOST_NAMED} 只气瓶`,
        en: `at most ${MOST_NAMED} cylinders are named in one query`,
      }
      throw problem('TOO_LARGE', { path: 'MATCH_epc', detail })
    }
    const scope = scopeOf(principalOf(request))
    const rows = await Promise.all(codes.map((code) => cylinders.byCode(scope, code)))
    return rows.filter((row) => row !== null).sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)))
  }

  /** All that match, by time; the page follows from the key of its last event. */
  const ordered = async (rows: readonly CylinderRow[], query: EpcisQuery): Promise<EpcisPage> => {
    const match = matchOf(query)
    const { orderBy, orderDirection = 'DESC', perPage, maxEventCount } = query
    const all = (await eventsOf(rows, query)).map(({ event }) => event).filter(match)
    if (maxEventCount !== undefined && all.length > maxEventCount) {
      const detail = {
        zh: '符合条件的事件超过 maxEventCount',
        en: 'more events match than maxEventCount allows',
      }
      throw problem('TOO_LARGE', {
        path: 'maxEventCount',
        measured: all.length,
        limit: maxEventCount,
        detail,
      })
    }
    const timeOf = (event: EpcisEvent): number => Date.parse(event[orderBy ?? 'eventTime'])
    const way = orderBy !== undefined && orderDirection === 'DESC' ? -1 : 1
    const compare = (a: EpcisEvent, b: EpcisEvent): number =>
      way * (timeOf(a) - timeOf(b) || (a.eventID < b.eventID ? -1 : 1))
    const key = decodeCursor(query.nextPageToken, orderKey)
    const sorted = all.toSorted(compare).slice(0, query.eventCountLimit)
    const rest = sorted.filter((event) => {
      if (key === null) return true
      const [at, id] = [timeOf(event), event.eventID]
      return (
        way * (at - key[0] || (id > eventName(key[1]) ? 1 : id === eventName(key[1]) ? 0 : -1)) > 0
      )
    })
    const events = rest.slice(0, perPage)
    const last = events.at(-1)
    const more = rest.length > perPage && last !== undefined
    return {
      events,
      next: more ? encodeCursor([timeOf(last), last.eventID.slice('urn:uuid:'.length)]) : null,
    }
  }

  /** Through the cylinders within reach one after the other: an order in time over all of them is nobody's question. */
  const walked = async (request: FastifyRequest, query: EpcisQuery): Promise<EpcisPage> => {
    const match = matchOf(query)
    const scope = scopeOf(principalOf(request))
    const key = decodeCursor(query.nextPageToken, walkKey)
    const events: EpcisEvent[] = []
    // The cylinder of the key is read again, unless it is done with.
    let after = key === null ? null : key[1] === null ? key[0] : String(BigInt(key[0]) - 1n)
    let step = Math.min(AT_ONCE, Math.ceil(query.perPage / EVENTS_A_LIFE) + 1)
    for (let read = 0; read < FOR_A_PAGE; read += step, step = Math.min(AT_ONCE, step * 2)) {
      const rows = await cylinders.list(scope, {}, step, after)
      for (const { row, event } of await eventsOf(rows, query)) {
        if (key?.[1] && row.cylinderId === key[0] && !isAfter(row, key[1])) continue
        if (!match(event)) continue
        events.push(event)
        if (events.length === query.perPage)
          return { events, next: encodeCursor([row.cylinderId, keyOf(row)]) }
      }
      after = rows.at(-1)?.id ?? after
      if (rows.length < step) return { events, next: null }
    }
    return { events, next: encodeCursor([after, null]) }
  }

  return {
    eventsOf,
    search: async (request: FastifyRequest, query: EpcisQuery): Promise<EpcisPage> => {
      const named = await namedBy(request, query)
      refuseQuery(query, named !== null)
      return named === null ? walked(request, query) : ordered(named, query)
    },
  }
}

const decodeName = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
