import type { FastifyInstance, FastifyReply } from 'fastify'

/** What the console needs: its own files, pictures that were just taken (blobs), WebAssembly of the scanner, inline styles of its library. */
const CONSOLE_CSP = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "object-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "script-src-attr 'none'",
  "style-src 'self' 'unsafe-inline'",
].join(';')

/**
 * On every response, refusals included (OWASP ASVS 14.4). A page of its own may set a stricter content-security-policy. No
 * upgrade-insecure-requests: in a station's network it is served over plain HTTP too; browsers heed strict-transport-security over
 * HTTPS alone.
 */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONSOLE_CSP,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
}

/** Answers of the API are for who asked, and are kept nowhere; those that say otherwise say so themselves. */
const keepNowhere = (url: string, reply: FastifyReply): void => {
  if (url.startsWith('/v1/') && !reply.hasHeader('cache-control')) {
    void reply.header('cache-control', 'no-store')
  }
}

export const addResponseHeaders = (reply: FastifyReply): FastifyReply => reply.headers(HEADERS)

/** Before anything can refuse a request: a hook of a plugin would come too late for a 401. */
export const useResponseHeaders = (app: FastifyInstance): void => {
  app.addHook('onRequest', (_request, reply, done) => {
    addResponseHeaders(reply)
    done()
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    keepNowhere(request.url, reply)
    done(null, payload)
  })
}
