import { createHash } from 'node:crypto'
import { z } from 'zod'
import { mayActFor, OVERSEERS, principalOf, scopeOf } from '#api/access.ts'
import type { Principal } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { pictureType } from '#api/sales/picture-type.ts'
import { objectHash } from '#schemas/api/safety.ts'
import { objectQuery, objectReadQuery, storedObject } from '#schemas/api/stored-object.ts'

const MAX_BYTES = 1024 * 1024
const params = z.object({ sha256: objectHash })

/** Bytes, sent as they are. */
const picture = {
  description: 'The picture',
  content: {
    'image/jpeg': { schema: z.any() },
    'image/png': { schema: z.any() },
    'image/webp': { schema: z.any() },
  },
}

/** Whose object it is. Evidence of a check or an evaluation belongs to the company that it is about, so a regulator names it. */
const enterpriseOf = async (
  { queries }: ApiDeps,
  principal: Principal,
  named: string | undefined,
): Promise<string> => {
  const enterpriseId = named ?? principal.enterpriseId
  if (enterpriseId === null) {
    const detail = { zh: '请指定所属企业', en: 'name the enterprise that it belongs to' }
    throw problem('INCONSISTENT_REQUEST', { path: 'enterpriseId', detail })
  }
  if (principal.role !== 'regulator') mayActFor(principal, enterpriseId, 'enterpriseId')
  else if ((await queries.enterprises.byId(scopeOf(principal), enterpriseId)) === null) {
    throw problem('UNKNOWN_REFERENCE', { path: 'enterpriseId' })
  }
  return enterpriseId
}

/** Photos and signatures: sealed under the key of whose they are; records name them by their SHA-256. */
export const objectRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { storedObjects, people } = deps.queries
  app.addContentTypeParser(
    /^image\/(jpeg|png|webp)$/,
    { parseAs: 'buffer', bodyLimit: MAX_BYTES },
    (_request, body, done) => done(null, body),
  )

  app.post(
    '/v1/objects',
    {
      bodyLimit: MAX_BYTES,
      config: { access: ['admin', 'office', 'station', 'courier', 'regulator'] },
      schema: { querystring: objectQuery, response: { 201: storedObject } },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const { kind, customerId } = request.query
      const enterpriseId = await enterpriseOf(deps, principal, request.query.enterpriseId)
      const bytes: unknown = request.body
      if (!Buffer.isBuffer(bytes)) throw problem('UNSUPPORTED_MEDIA_TYPE')
      const contentType = pictureType(bytes)
      if (contentType === null) {
        throw problem('UNSUPPORTED_MEDIA_TYPE', {
          detail: {
            zh: '内容不是 JPEG、PNG 或 WebP 图片',
            en: 'the bytes are no JPEG, PNG or WebP',
          },
        })
      }
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const stored = await storedObjects.create({
        sha256,
        enterpriseId,
        kind,
        contentType,
        bytes,
        customerId: customerId ?? null,
        newPersonId: deps.newId(),
        recordedBy: principal.userId,
        recordedAt: deps.clock(),
      })
      if (stored === 'no-customer') throw problem('UNKNOWN_REFERENCE', { path: 'customerId' })
      return reply.code(201).send({ object: sha256, kind, contentType, bytes: bytes.length })
    },
  )

  app.get(
    '/v1/objects/:sha256',
    {
      config: { access: OVERSEERS },
      schema: { params, querystring: objectReadQuery, response: { 200: picture } },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const named = request.query.enterpriseId
      // A hash alone is nobody's: without a company within reach there is no such object for a regulator.
      if (principal.role === 'regulator' && named === undefined) throw problem('NOT_FOUND')
      const enterpriseId = await enterpriseOf(deps, principal, named)
      const { sha256 } = request.params
      const row = await storedObjects.byHash(enterpriseId, sha256)
      if (row === null) throw problem('NOT_FOUND')
      const field = storedObjects.fieldOf(sha256)
      const access = {
        personId: row.personId,
        customerId: row.customerId,
        enterpriseId,
        userId: principal.userId,
        role: principal.role,
        purpose: row.kind,
        reason: request.query.reason,
        at: deps.clock(),
      }
      const text = (await people.reveal(access, [field]))?.[field]
      if (text === undefined) throw problem('NOT_FOUND')
      return reply
        .type(row.contentType)
        .header('content-disposition', 'inline')
        .header('cache-control', 'no-store')
        .send(Buffer.from(text, 'base64'))
    },
  )
}
