import { problem, type Said } from '#api/problem.ts'
import { instantOf } from '#api/sales/instant-of.ts'
import type { EpcisQuery } from '#schemas/api/epcis.ts'
import type { EpcisEvent } from './epcis-event.ts'

export type Match = (event: EpcisEvent) => boolean

const oneOf =
  (
    values: readonly string[] | undefined,
    valueOf: (event: EpcisEvent) => string | undefined,
  ): Match =>
  (event) => {
    const value = valueOf(event)
    return values === undefined || (value !== undefined && values.includes(value))
  }

const within = (
  [from, to]: readonly [string | undefined, string | undefined],
  path: readonly [string, string],
  valueOf: (event: EpcisEvent) => string,
): Match => {
  const least = from === undefined ? Number.NEGATIVE_INFINITY : instantOf(from, path[0])
  const below = to === undefined ? Number.POSITIVE_INFINITY : instantOf(to, path[1])
  return (event) => {
    const at = Date.parse(valueOf(event))
    return at >= least && at < below
  }
}

/** What a query asks of an event. @throws INVALID_REQUEST for a time that we cannot hold */
export const matchOf = (query: EpcisQuery): Match => {
  const { GE_eventTime, LT_eventTime, GE_recordTime, LT_recordTime } = query
  const eventIds = query.EQ_eventID?.map((id) => id.toLowerCase())
  const tests: readonly Match[] = [
    oneOf(query.eventType, ({ type }) => type),
    oneOf(query.EQ_action, ({ action }) => action),
    oneOf(query.EQ_bizStep, ({ bizStep }) => bizStep),
    oneOf(query.EQ_disposition, ({ disposition }) => disposition),
    oneOf(query.EQ_readPoint, ({ readPoint }) => readPoint?.id),
    oneOf(query.EQ_bizLocation, ({ bizLocation }) => bizLocation?.id),
    oneOf(eventIds, ({ eventID }) => eventID),
    within([GE_eventTime, LT_eventTime], ['GE_eventTime', 'LT_eventTime'], (one) => one.eventTime),
    within(
      [GE_recordTime, LT_recordTime],
      ['GE_recordTime', 'LT_recordTime'],
      (one) => one.recordTime,
    ),
    ({ errorDeclaration }) =>
      query.EXISTS_errorDeclaration !== 'true' || errorDeclaration !== undefined,
  ]
  return (event) => tests.every((test) => test(event))
}

const together = (path: string, zh: string, en: string) => {
  const detail: Said = { zh, en }
  return problem('INCONSISTENT_REQUEST', { path, detail })
}

/** @throws INCONSISTENT_REQUEST as the standard asks (8.2.7.1), and for an order over more than named cylinders */
export const refuseQuery = (query: EpcisQuery, isNamed: boolean): void => {
  const { orderBy, eventCountLimit, maxEventCount } = query
  if (eventCountLimit !== undefined && maxEventCount !== undefined)
    throw together(
      'maxEventCount',
      '两个数量参数只能用一个',
      'eventCountLimit and maxEventCount exclude each other',
    )
  if (eventCountLimit !== undefined && orderBy === undefined)
    throw together('eventCountLimit', '须同时给出 orderBy', 'eventCountLimit goes with orderBy')
  const counts = orderBy !== undefined || maxEventCount !== undefined
  if (counts && !isNamed) {
    const path = orderBy === undefined ? 'maxEventCount' : 'orderBy'
    throw together(
      path,
      '须指定气瓶或事件',
      'name cylinders (MATCH_epc, MATCH_anyEPC) or events (EQ_eventID)',
    )
  }
}
