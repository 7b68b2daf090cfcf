import { randomBytes, randomUUID } from 'node:crypto'
import type { ApiQueries } from '#store/queries/api-queries.ts'
import { hashPassword } from './password.ts'

/**
 * Creates user `admin` on the first start. Returns the generated password, to be printed once; null when the password was
 * given or an administrator exists. Several processes may start at once: one creates, the others find it.
 */
export const ensureAdmin = async (
  { users, within }: Pick<ApiQueries, 'users' | 'within'>,
  password: string | undefined,
): Promise<string | null> =>
  within({ role: 'system' }, async () => {
    if (await users.hasAdmin()) return null
    const chosen = password ?? randomBytes(18).toString('base64url')
    const created = await users.create({
      id: randomUUID(),
      username: 'admin',
      passwordHash: await hashPassword(chosen),
      role: 'admin',
      enterpriseId: null,
      stationId: null,
      regionPrefix: null,
    })
    return typeof created === 'string' || password !== undefined ? null : chosen
  })
