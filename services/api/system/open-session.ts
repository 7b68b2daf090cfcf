import { randomBytes } from 'node:crypto'
import { tokenSha256 } from '#api/access.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { timeText } from '#api/time-text.ts'
import type { Account } from '#store/queries/system/sessions.ts'

const TOKEN_BYTES = 32

/** A secret of 256 bits that is handed out once; only its hash is kept. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

/** Opens a session for somebody who has shown who they are. @returns the answer with the token */
export const openSession = async ({ queries, clock, config }: ApiDeps, account: Account) => {
  const now = clock()
  const token = newToken()
  const expiresAt = now + config.sessionMs
  await queries.sessions.open(account.userId, tokenSha256(token), now, expiresAt)
  const { userId, username, role, enterpriseId, stationId, regionPrefix } = account
  const user = { userId, username, role, enterpriseId, stationId, regionPrefix }
  return { token, expiresAt: timeText(expiresAt), user }
}
