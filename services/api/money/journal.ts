import { Readable } from 'node:stream'
import { z } from 'zod'
import { OFFICE, principalOf, scopeOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { askedEnterprise } from '#api/asked-enterprise.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorId, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { customerWithin } from '#api/people/customer-view.ts'
import {
  journalEntry,
  journalQuery,
  period,
  reversal,
  statement,
  statementQuery,
  trialBalance,
} from '#schemas/api/money.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import { calendarDate } from '#schemas/time.ts'
import { csvHead, csvLines } from './journal-csv.ts'
import { accountName, entryView } from './money-view.ts'

const params = z.object({ id: uuid })
const statementKey = z.tuple([calendarDate, cursorId])
const CSV_PAGE = 500

const refuseOrder = (from: string, to: string): void => {
  if (from <= to) return
  throw problem('INVALID_REQUEST', {
    path: 'to',
    detail: { zh: '截止不得早于起始', en: 'to must not lie before from' },
  })
}

/** The books (账簿): entries, their reversal, statements, trial balance, and a file for the bookkeeper. */
export const journalRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { journal, balances } = deps.queries

  app.get(
    '/v1/journal',
    {
      config: { access: OFFICE },
      schema: { querystring: journalQuery, response: { 200: pageOf(journalEntry) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await journal.list(scope, filter, limit + 1, decodeCursor(cursor, cursorId))
      return pageFrom(rows, limit, (row) => row.no, entryView)
    },
  )

  app.get(
    '/v1/journal.csv',
    {
      config: { access: OFFICE },
      schema: {
        querystring: period,
        response: { 200: z.unknown().describe('CSV, UTF-8 with BOM') },
      },
    },
    async (request, reply) => {
      const { enterpriseId, from, to } = request.query
      refuseOrder(from, to)
      const asked = askedEnterprise(principalOf(request), enterpriseId, 'enterpriseId')
      const scope = { kind: 'enterprise', enterpriseId: asked } as const
      async function* lines(): AsyncGenerator<string> {
        yield csvHead
        for (let after: string | null = null; ; ) {
          const rows = await journal.list(scope, { from, to }, CSV_PAGE, after, true)
          yield rows.map(csvLines).join('')
          if (rows.length < CSV_PAGE) return
          after = rows.at(-1)?.no ?? null
        }
      }
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="journal-${from}-${to}.csv"`)
        .send(Readable.from(lines()))
    },
  )

  app.get(
    '/v1/journal/:id',
    { config: { access: OFFICE }, schema: { params, response: { 200: journalEntry } } },
    async (request) => {
      const row = await journal.byId(scopeOf(principalOf(request)), request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return entryView(row)
    },
  )

  app.post(
    '/v1/journal/:id/reverse',
    {
      config: { access: OFFICE },
      schema: { params, body: reversal, response: { 201: journalEntry } },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const scope = scopeOf(principal)
      const row = await journal.byId(scope, request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      const result = await journal.reverse(row, {
        requestId: eventIdOf(request, deps),
        userId: principal.userId,
        at: deps.clock(),
        reason: request.body.reason,
      })
      if (result === 'reversed-before') throw problem('ALREADY_REVERSED')
      if (result === 'not-reversible') throw problem('NOT_REVERSIBLE', { measured: row.kind })
      if (result === 'deposit-moved') throw problem('DEPOSIT_MOVED')
      return reply.code(201).send(entryView((await journal.byId(scope, row.id)) ?? row))
    },
  )

  app.get(
    '/v1/trial-balance',
    {
      config: { access: OFFICE },
      schema: { querystring: period, response: { 200: trialBalance } },
    },
    async (request) => {
      const { enterpriseId, from, to } = request.query
      refuseOrder(from, to)
      const asked = askedEnterprise(principalOf(request), enterpriseId, 'enterpriseId')
      const rows = await balances.trial(asked, from, to)
      const accounts = rows.map(({ code, openingFen, debitFen, creditFen }) => {
        const closingFen = openingFen + debitFen - creditFen
        return { ...accountName(code), code, openingFen, debitFen, creditFen, closingFen }
      })
      const sum = (of: (one: (typeof accounts)[number]) => number): number =>
        accounts.reduce((total, one) => total + of(one), 0)
      const totals = {
        debitFen: sum((one) => one.debitFen),
        creditFen: sum((one) => one.creditFen),
      }
      return { enterpriseId: asked, from, to, accounts, ...totals }
    },
  )

  app.get(
    '/v1/statements',
    {
      config: { access: ['admin', 'office', 'station'] },
      schema: { querystring: statementQuery, response: { 200: statement } },
    },
    async (request) => {
      const { customerId, from, to, limit, cursor } = request.query
      refuseOrder(from, to)
      await customerWithin(deps, request, customerId)
      const key = decodeCursor(cursor, statementKey)
      const after = key === null ? null : { bookedOn: key[0], no: key[1] }
      const sums = await balances.ofCustomer(customerId, from, to)
      const rows = await balances.statement(customerId, { from, to }, limit + 1, after)
      const page = pageFrom(
        rows,
        limit,
        (row) => [row.bookedOn, row.no],
        (row) => ({ ...row }),
      )
      const closingFen = sums.openingFen + sums.debitFen - sums.creditFen
      return { customerId, from, to, ...sums, closingFen, ...page }
    },
  )
}
