import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { ED25519, noteKeyText } from '#domain/ledger/checkpoint.ts'
import { cylinderParams } from '#schemas/api/cylinder.ts'
import {
  ledgerCheckpoint,
  ledgerCheckpointQuery,
  ledgerConsistency,
  ledgerConsistencyQuery,
  ledgerKey,
  ledgerProof,
  ledgerProofQuery,
} from '#schemas/api/ledger.ts'
import { pageOf } from '#schemas/api/page.ts'
import type { CheckpointRow, EventKey, LedgerKeyRow } from '#store/queries/evidence/ledger.ts'
import { eventScope } from './event-scope.ts'

const sizeKey = z.int().min(0)

/** A life of forty years at a visit a week has fewer. */
const MOST_EVENTS = 5_000

const shownCheckpoint = ({ root, signedAt, ...row }: CheckpointRow) => ({
  ...row,
  rootHash: root,
  signedAt: timeText(signedAt),
})

const shownKey = ({ keyId, origin, publicKey, since, until }: LedgerKeyRow) => ({
  keyId,
  origin,
  key: noteKeyText(
    { name: origin, keyId, type: ED25519, publicKey },
    { toBase64: (data) => Buffer.from(data).toString('base64') },
  ),
  publicKey: publicKey.toString('base64'),
  since: timeText(since),
  until: timeTextOrNull(until),
})

const REFUSALS = {
  pending: 'LEDGER_PENDING',
  uncovered: 'LEDGER_UNCOVERED',
  altered: 'LEDGER_ALTERED',
} as const

/** A file by itself: whoever opens the address saves it. */
const asFile = (reply: FastifyReply, name: string): void => {
  void reply.header('content-disposition', `attachment; filename="${name}"`)
}

/** What is everybody's: hashes, signatures and public keys. */
const publicRoutes = (app: ApiApp, { queries, config: { publicPerMinute } }: ApiDeps): void => {
  const rateLimit = { max: publicPerMinute, timeWindow: '1 minute' }
  const config = { access: 'public' as const, rateLimit }
  const { ledger } = queries

  const schema = { response: { 200: z.string() } }
  app.get('/v1/ledger/checkpoint', { config, schema }, async (_request, reply) => {
    const head = await ledger.latest()
    if (head === null) throw problem('LEDGER_PENDING')
    return reply.type('text/plain; charset=utf-8').send(head.note)
  })

  app.get(
    '/v1/ledger/checkpoints',
    {
      config,
      schema: {
        querystring: ledgerCheckpointQuery,
        response: { 200: pageOf(ledgerCheckpoint) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const rows = await ledger.list(limit + 1, decodeCursor(cursor, sizeKey))
      return pageFrom(rows, limit, ({ size }) => size, shownCheckpoint)
    },
  )

  app.get(
    '/v1/ledger/keys',
    { config, schema: { response: { 200: pageOf(ledgerKey) } } },
    async () => ({
      items: (await ledger.keys()).map(shownKey),
      next: null,
    }),
  )

  app.get(
    '/v1/ledger/consistency',
    {
      config,
      schema: { querystring: ledgerConsistencyQuery, response: { 200: ledgerConsistency } },
    },
    async ({ query: { from, to } }) => {
      const newer = to === undefined ? await ledger.latest() : await ledger.bySize(to)
      const older = await ledger.bySize(from)
      if (older === null) throw problem('UNKNOWN_REFERENCE', { path: 'from' })
      if (newer === null) throw problem('UNKNOWN_REFERENCE', { path: 'to' })
      if (older.size > newer.size) throw problem('INCONSISTENT_REQUEST', { path: 'to' })
      return await ledger.consistency(older, newer)
    },
  )
}

/** A proof is long and made here: checking its shape again would cost more than making it; the tests check. */
const unchecked = () => (data: unknown) => JSON.stringify(data)

const proofRoutes = (app: ApiApp, { queries }: ApiDeps): void => {
  const { cylinders, ledger, trace } = queries

  /** Beyond reach: what the caller may see was asked before; a leaf also holds what the log of bytes says. */
  const proofOf = async (keys: readonly EventKey[]) => {
    const answer = await queries.beyond(() => ledger.proof(keys))
    if (answer === null) throw problem('LEDGER_PENDING')
    return answer
  }

  app.get(
    '/v1/ledger/proof',
    {
      config: { access: STAFF },
      schema: { querystring: ledgerProofQuery, response: { 200: ledgerProof } },
      serializerCompiler: unchecked,
    },
    async (request, reply) => {
      const { event } = request.query
      const keys = await ledger.eventsOf(event)
      if (keys.length === 0) throw problem('NOT_FOUND')
      const { proof, unproved } = await proofOf(keys)
      if (unproved[0] !== undefined) throw problem(REFUSALS[unproved[0].why])
      asFile(reply, `proof-${event}.json`)
      return proof
    },
  )

  app.get(
    '/v1/cylinders/:code/proof',
    {
      config: { access: STAFF },
      schema: { params: cylinderParams, response: { 200: ledgerProof } },
      serializerCompiler: unchecked,
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { code } = request.params
      const row = await cylinders.byCode(scopeOf(principal), code)
      if (row === null) throw problem('NOT_FOUND')
      const scope = eventScope(principal, row)
      const asked = { cylinderId: row.id, asOf: null, after: null, scope, limit: MOST_EVENTS }
      const { proof, unproved } = await proofOf(await trace.events(asked))
      asFile(reply, `proof-${code}.json`)
      return { ...proof, unproved }
    },
  )
}

/** Checkpoints of the ledger, and proofs that events stand in it (design §5). */
export const ledgerRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  publicRoutes(app, deps)
  proofRoutes(app, deps)
}
