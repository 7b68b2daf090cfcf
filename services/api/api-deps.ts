import type { FastifyBaseLogger } from 'fastify'
import type { Registry as MetricsRegistry } from 'prom-client'
import type { PayChannel } from '#domain/money/pay-channel.ts'
import type { Recorder } from '#domain/recorder.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { ApiQueries } from '#store/queries/api-queries.ts'
import type { ReplicaState } from '#store/replica/replica-pool.ts'
import type { OidcAttempt } from '#store/queries/system/oidc.ts'

export type ApiConfig = {
  /** Where residents reach us, without a slash at the end; QR labels carry `{publicUrl}/t/{code}`. */
  readonly publicUrl: string
  /** How long a session lives, ms. */
  readonly sessionMs: number
  /** Log-in attempts a minute from one address. */
  readonly loginsPerMinute: number
  /** Public look-ups a minute from one address. */
  readonly publicPerMinute: number
  /** Behind a proxy the address is in X-Forwarded-For. */
  readonly trustProxy: boolean
  /** Where the built console lies; null = the API alone. */
  readonly consoleDir: string | null
  /** PEM; null = plain HTTP, behind a proxy that ends TLS or in a station's own network. */
  readonly tls: { readonly key: Buffer; readonly cert: Buffer } | null
}

export const defaultApiConfig: ApiConfig = {
  publicUrl: 'http://localhost:8080',
  sessionMs: 12 * 3_600_000,
  loginsPerMinute: 120,
  publicPerMinute: 300,
  trustProxy: false,
  consoleDir: null,
  tls: null,
}

/** What became of a rejected message that was read once more. */
export type ReplayOutcome =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'rejected'; readonly code: string; readonly message: string }

export type HealthProbe = { readonly name: string; readonly check: () => Promise<boolean> }

/** Who people are at an OpenID provider. */
export type OidcProvider = {
  readonly issuer: string
  /** Where the browser goes, and what is kept until it comes back. @throws when the provider cannot be reached */
  begin(): Promise<OidcAttempt & { readonly url: string }>
  /** Whom the provider's answer names; null = it does not hold. */
  subjectOf(
    answer: {
      readonly code: string
      readonly state: string
      readonly iss?: string | undefined
    },
    attempt: OidcAttempt,
  ): Promise<string | null>
}

export type ApiDeps = {
  /** Absent = people log in with passwords alone. */
  readonly oidc?: OidcProvider | undefined
  /** Signs a text with the ledger's keys under the log's name; null = this process has none of them. Absent = nothing is signed. */
  readonly signNote?:
    | ((text: string, origin: string, keyIds: readonly string[]) => Promise<string | null>)
    | undefined
  /** Absent = nobody pays online. */
  readonly pay?: PayChannel | undefined
  readonly queries: ApiQueries
  readonly recorder: Recorder
  /** All rule profiles, those included that people added since the start. */
  readonly profiles: ProfileBook
  /** Reads the stored bytes again; null = no such message. */
  readonly replay: (rejectionId: string) => Promise<ReplayOutcome | null>
  /** Called after a station, scale or staff record changed and is committed. */
  readonly siteChanged: () => void
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** A new UUIDv7. */
  readonly newId: () => string
  readonly logger: FastifyBaseLogger | false
  readonly config: ApiConfig
  readonly probes: readonly HealthProbe[]
  /** The replica that lists are read from, where there is one. */
  readonly replica?: (() => ReplicaState) | undefined
  readonly metrics: MetricsRegistry
}
