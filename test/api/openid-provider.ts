import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export type TestProvider = {
  readonly issuer: string
  /** Somebody logs in there: the answer with which the browser is sent back. */
  approve(
    authorizationUrl: string,
    subject: string,
    change?: object,
  ): { code: string; state: string }
  stop(): Promise<void>
}

type Granted = {
  readonly subject: string
  readonly asked: URLSearchParams
  readonly change: object
}

/** A small OpenID provider with keys of its own: discovery, codes bound to PKCE, signed ID tokens. */
export const startOpenIdProvider = async (secret: string): Promise<TestProvider> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
  const granted = new Map<string, Granted>()
  let issuer = ''

  const token = async (form: URLSearchParams): Promise<object | null> => {
    const code = form.get('code') ?? ''
    const grant = granted.get(code)
    granted.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (grant === undefined || challenge !== grant.asked.get('code_challenge')) return null
    const claims = { nonce: grant.asked.get('nonce'), sub: grant.subject, ...grant.change }
    const idToken = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(issuer)
      .setAudience((grant.change as { aud?: string }).aud ?? grant.asked.get('client_id') ?? '')
      .setIssuedAt()
      .setExpirationTime('5 minutes')
      .sign(privateKey)
    return { access_token: 'a', token_type: 'Bearer', id_token: idToken, expires_in: 300 }
  }

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.url === '/jwks') return send(200, { keys: [jwk] })
    if (request.url === '/token') {
      const form = new URLSearchParams(await text(request))
      const known = form.get('client_secret') === secret
      const tokens = known ? await token(form) : null
      return tokens === null ? send(400, { error: 'invalid_grant' }) : send(200, tokens)
    }
    return send(200, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    })
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    approve: (authorizationUrl, subject, change = {}) => {
      const asked = new URL(authorizationUrl).searchParams
      const code = `code-${granted.size}-${subject}`
      granted.set(code, { subject, asked, change })
      return { code, state: asked.get('state') ?? '' }
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
