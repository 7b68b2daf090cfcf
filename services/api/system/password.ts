import { hash, verify } from '@node-rs/argon2'

/** argon2id, 19 MiB, two passes: the first choice of the OWASP password storage sheet. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export const hashPassword = (password: string): Promise<string> => hash(password, COST)

let nobody: Promise<string> | undefined

/** With `stored` null the same work is done and the answer is no. */
export const passwordMatches = async (
  stored: string | null,
  password: string,
): Promise<boolean> => {
  nobody ??= hashPassword('nobody has this password')
  const matches = await verify(stored ?? (await nobody), password)
  return stored !== null && matches
}
