import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiDeps } from './api-deps.ts'
import { stepId } from './derived-id.ts'
import { problem } from './problem.ts'

type Claim = { readonly userId: string; readonly key: string; readonly secret: Buffer }

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Shows personal data: each look is a line in the log, so no answer is kept and none is given a second time. */
    showsPersonalData?: true
  }
  interface FastifyRequest {
    claim: Claim | null
    /** What a repeat gets where the answer itself is a stream. */
    storedAnswer: string | null
  }
}

/** A repeat that comes while the first request runs waits so long for its answer. */
const WAIT_MS = 10_000
const POLL_MS = 40
/** A third of the time after which a key counts as abandoned: so often whoever holds it says that it still runs. */
const RENEW_MS = 5_000
const PRINTABLE = /^[\x21-\x7e]{1,255}$/
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Answers are kept encrypted under the client's own key, of which only the hash is stored: a device password that is "shown
 * once" would otherwise lie readable in the table.
 */
const seal = (secret: Buffer, text: string): Buffer => {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', secret, iv)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

const unseal = (secret: Buffer, sealed: Buffer): string => {
  const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, IV_BYTES))
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  const body = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES))
  return Buffer.concat([body, decipher.final()]).toString('utf8')
}

const claimOf = (userId: string, header: string): Claim => ({
  userId,
  key: createHash('sha256').update(header).digest('hex'),
  secret: Buffer.from(hkdfSync('sha256', header, userId, 'lpg-trace idempotent answer', 32)),
})

/**
 * Under the client's key too: a plain hash of a body with a password would let it be guessed from the table. A streamed
 * body cannot be hashed before it is read: its length stands for it.
 */
const requestMac = (request: FastifyRequest, { secret }: Claim): Buffer => {
  const { body, headers } = request
  const content =
    body === undefined || body === null || typeof (body as { pipe?: unknown }).pipe === 'function'
      ? `${headers['content-type'] ?? ''} ${headers['content-length'] ?? ''}`
      : JSON.stringify(body)
  return createHmac('sha256', secret)
    .update(`${request.method} ${request.url}\n${content}`)
    .digest()
}

const applies = (request: FastifyRequest): string | null => {
  const header = request.headers['idempotency-key']
  if (request.method !== 'POST' || header === undefined || request.principal === null) return null
  if (request.routeOptions.config.showsPersonalData === true) return null
  if (typeof header !== 'string' || !PRINTABLE.test(header)) {
    throw problem('INVALID_IDEMPOTENCY_KEY', { path: 'Idempotency-Key' })
  }
  return header
}

/** `Idempotency-Key`: of concurrent repeats one runs, all get its answer. Failures of ours are not remembered. */
export const useIdempotency = (app: FastifyInstance, deps: ApiDeps): void => {
  const { idempotency } = deps.queries
  app.decorateRequest('claim', null)
  app.decorateRequest('storedAnswer', null)
  const renewals = new Map<Claim, NodeJS.Timeout>()

  /** Begun inside the request, so that each renewal works for its user. A failure is the database's; the next one follows. */
  const hold = (claim: Claim): void => {
    const renew = () => void keep(claim, deps).catch(() => undefined)
    renewals.set(claim, setInterval(renew, RENEW_MS))
  }
  const letGo = (claim: Claim): void => {
    clearInterval(renewals.get(claim))
    renewals.delete(claim)
  }
  app.addHook('onClose', async () => {
    for (const claim of renewals.keys()) letGo(claim)
  })

  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const header = applies(request)
    if (header === null || request.principal === null) return
    const claim = claimOf(request.principal.userId, header)
    const sha256 = requestMac(request, claim)
    for (let waited = 0; ; waited += POLL_MS) {
      const found = await idempotency.claim(claim.userId, claim.key, sha256, deps.clock())
      if (found.state === 'mine') {
        request.claim = claim
        hold(claim)
        return
      }
      if (found.state === 'other-request') throw problem('IDEMPOTENCY_KEY_REUSED')
      if (found.state === 'done') {
        const problemType = found.status >= 400 ? 'problem+json' : 'json'
        return reply
          .code(found.status)
          .header('idempotent-replayed', 'true')
          .type(`application/${problemType}; charset=utf-8`)
          .send(unseal(claim.secret, found.body))
      }
      if (waited >= WAIT_MS) throw problem('IDEMPOTENCY_KEY_RUNNING', { retryAfterS: 5 })
      await sleep(POLL_MS)
    }
  }
  app.addHook('preHandler', answer)

  app.addHook('onSend', async (request, reply, payload) => {
    const { claim } = request
    if (claim === null) return payload
    request.claim = null
    letGo(claim)
    const text = request.storedAnswer ?? payload
    if (reply.statusCode >= 500 || typeof text !== 'string') {
      // The database may be what failed; the key is given up by its age then.
      await idempotency.forget(claim.userId, claim.key).catch(() => undefined)
    } else {
      await idempotency.finish(claim.userId, claim.key, reply.statusCode, seal(claim.secret, text))
    }
    return payload
  })
}

const keep = ({ userId, key }: Claim, deps: ApiDeps): Promise<void> =>
  deps.queries.idempotency.touch(userId, key, deps.clock())

/** For work that leaves no time to the clock in between: the key stays its request's own. */
export const keepClaim = async ({ claim }: FastifyRequest, deps: ApiDeps): Promise<void> => {
  if (claim !== null) await keep(claim, deps)
}

/**
 * The id of the event that a request writes: the same for each repeat with the same key, so that even a repeat after a crash
 * between commit and answer finds its event stored.
 */
export const eventIdOf = (request: FastifyRequest, deps: ApiDeps): string => {
  const { claim } = request
  if (claim === null) return deps.newId()
  return stepId(claim.userId, claim.key)
}
