import { mayActFor, type Principal } from './access.ts'
import { problem } from './problem.ts'

/** The enterprise that is meant: the caller's own, or whom an administrator names. @throws INVALID_REQUEST, UNKNOWN_REFERENCE */
export const askedEnterprise = (
  principal: Principal,
  named: string | undefined,
  path: string,
): string => {
  const asked = named ?? principal.enterpriseId
  if (asked === null) throw problem('INVALID_REQUEST', { path, detail: 'name the enterprise' })
  mayActFor(principal, asked, path)
  return asked
}
