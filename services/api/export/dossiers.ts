import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { OVERSEERS, principalOf } from '#api/access.ts'
import { cylinderWithin } from '#api/act-on-cylinder.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { eventIdOf } from '#api/idempotency.ts'
import { cursorTime, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import { cylinderParams } from '#schemas/api/cylinder.ts'
import {
  dossier,
  dossierCreate,
  dossierParams as params,
  dossierQuery,
} from '#schemas/api/dossier.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { DossierRow, NewDossier } from '#store/queries/evidence/dossiers.ts'
import { dossierFacts } from './dossier-facts.ts'
import { dossierPaper } from './dossier-paper.ts'

const newestKey = z.tuple([cursorTime, uuid])

const view = ({ madeAt, asOf, ...row }: DossierRow) => ({
  ...row,
  madeAt: timeText(madeAt),
  asOf: timeText(asOf),
})

const pdf = {
  description: 'The dossier in Chinese, as it was handed out',
  content: { 'application/pdf': { schema: z.any() } },
}

type Unsigned = Omit<NewDossier, 'note' | 'id' | 'reason'>

/** What the ledger's keys sign: no checkpoint can be mistaken for it, because its second line is no number. */
export const dossierStatement = (made: Unsigned, origin: string, head: string): string =>
  [
    'lpg-trace dossier v1',
    `log ${origin}`,
    `cylinder ${made.code}`,
    `sha256 ${made.sha256}`,
    `bytes ${made.pdf.length}`,
    `events ${made.events} ${made.partial ? 'partial' : 'whole'}`,
    `known-by ${timeText(made.asOf)}`,
    `made ${timeText(made.madeAt)} by ${made.role} ${made.madeBy}`,
    `checkpoint ${head}`,
    '',
  ].join('\n')

/** 证据档案: a life on paper for a court or an inspector, hashed and signed, with a line in the log for each. */
export const dossierRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { dossiers, ledger } = deps.queries

  /** Null = this process holds none of the log's keys, or there is no log yet. */
  const signed = async (made: Unsigned): Promise<string | null> => {
    const [head, keys] = await Promise.all([ledger.latest(), ledger.keys()])
    if (head === null || deps.signNote === undefined) return null
    const inForce = keys.filter(({ origin, until }) => origin === head.origin && until === null)
    const text = dossierStatement(made, head.origin, `${head.size} ${head.root}`)
    return deps.signNote(
      text,
      head.origin,
      inForce.map(({ keyId }) => keyId),
    )
  }

  const make = async (
    request: FastifyRequest,
    code: string,
    reason: string,
  ): Promise<DossierRow> => {
    const id = eventIdOf(request, deps)
    const before = await dossiers.byId(id)
    if (before !== null) return before
    const row = await cylinderWithin(deps, request, code)
    const facts = await dossierFacts(deps, request, row)
    const bytes = await dossierPaper(facts)
    const { userId, role, enterpriseId, regionPrefix } = principalOf(request)
    const made = {
      code: row.code,
      enterpriseId: role === 'office' ? enterpriseId : null,
      region: regionPrefix ?? '',
      madeBy: userId,
      role,
      madeAt: deps.clock(),
      asOf: facts.asOf,
      events: facts.events.length,
      partial: facts.partial,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      pdf: bytes,
    }
    await dossiers.create({ ...made, id, reason, note: await signed(made) })
    const kept = await dossiers.byId(id)
    if (kept === null) throw new Error(`dossier ${id} was not kept`)
    return kept
  }

  app.post(
    '/v1/cylinders/:code/dossiers',
    {
      config: { access: OVERSEERS },
      schema: { params: cylinderParams, body: dossierCreate, response: { 201: dossier } },
    },
    async (request, reply) =>
      reply.code(201).send(view(await make(request, request.params.code, request.body.reason))),
  )

  app.get(
    '/v1/dossiers',
    {
      config: { access: OVERSEERS },
      schema: { querystring: dossierQuery, response: { 200: pageOf(dossier) } },
    },
    async (request) => {
      const { limit, cursor, code } = request.query
      const key = decodeCursor(cursor, newestKey)
      const before = key === null ? null : { at: key[0], id: key[1] }
      const rows = await dossiers.list(code, limit + 1, before)
      return pageFrom(rows, limit, (row) => [row.madeAt, row.id], view)
    },
  )

  app.get(
    '/v1/dossiers/:id',
    { config: { access: OVERSEERS }, schema: { params, response: { 200: dossier } } },
    async (request) => {
      const row = await dossiers.byId(request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return view(row)
    },
  )

  app.get(
    '/v1/dossiers/:id/pdf',
    { config: { access: OVERSEERS }, schema: { params, response: { 200: pdf } } },
    async (request, reply) => {
      const row = await dossiers.byId(request.params.id)
      const bytes = row === null ? null : await dossiers.pdf(row.id)
      if (row === null || bytes === null) throw problem('NOT_FOUND')
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="dossier-${row.no}-${row.code}.pdf"`)
        .header('cache-control', 'no-store')
        .send(bytes)
    },
  )
}
