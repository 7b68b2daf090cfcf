import * as client from 'openid-client'
import type { OidcProvider } from '#api/api-deps.ts'

export type OidcSettings = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | undefined
  /** Which claim of the ID token names the user. */
  readonly claim: string
  /** Where the provider sends the browser back to. */
  readonly redirectUri: string
}

/** An OpenID provider by its discovery document, read at the first log-in and again after a failure: it may be away at our start. */
export const oidcProvider = (settings: OidcSettings): OidcProvider => {
  const { issuer, clientId, clientSecret, claim, redirectUri } = settings
  let found: Promise<client.Configuration> | undefined
  const discovered = (): Promise<client.Configuration> => {
    found ??= client.discovery(
      new URL(issuer),
      clientId,
      clientSecret,
      clientSecret === undefined ? client.None() : undefined,
      // Configuration allows plain HTTP on loopback alone.
      issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : {},
    )
    found.catch(() => {
      found = undefined
    })
    return found
  }
  return {
    issuer,
    async begin() {
      const config = await discovered()
      const attempt = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      })
      return { ...attempt, url: url.href }
    },
    async subjectOf({ code, state, iss }, attempt) {
      const came = new URL(redirectUri)
      const told = { code, state, ...(iss === undefined ? {} : { iss }) }
      came.search = new URLSearchParams(told).toString()
      try {
        const tokens = await client.authorizationCodeGrant(await discovered(), came, {
          expectedState: attempt.state,
          expectedNonce: attempt.nonce,
          pkceCodeVerifier: attempt.verifier,
          idTokenExpected: true,
        })
        const named = tokens.claims()?.[claim]
        return typeof named === 'string' && named !== '' ? named : null
      } catch (error) {
        // Whatever is wrong with it, it shows nobody: the answer is that of a wrong password.
        if (error instanceof Error) return null
        throw error
      }
    },
  }
}
