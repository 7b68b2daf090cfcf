import { mayActFor, type Principal, scopeOf } from './access.ts'
import type { ApiDeps } from './api-deps.ts'
import { problem } from './problem.ts'

/** The enterprise that is meant: the caller's own, or whom an administrator names. @throws INVALID_REQUEST, UNKNOWN_REFERENCE */
export const askedEnterprise = (
  principal: Principal,
  named: string | undefined,
  path: string,
): string => {
  const asked = named ?? principal.enterpriseId
  if (asked === null)
    throw problem('INVALID_REQUEST', {
      path,
      detail: { zh: '请指定企业', en: 'name the enterprise' },
    })
  mayActFor(principal, asked, path)
  return asked
}

/** The enterprise that is looked at; a regulator names one of the region. @throws INVALID_REQUEST, UNKNOWN_REFERENCE, NOT_FOUND */
export const shownEnterprise = async (
  { queries }: Pick<ApiDeps, 'queries'>,
  principal: Principal,
  named: string | undefined,
): Promise<string> => {
  const asked =
    principal.role === 'regulator' && named !== undefined
      ? named
      : askedEnterprise(principal, named, 'enterpriseId')
  if ((await queries.enterprises.byId(scopeOf(principal), asked)) === null) {
    throw problem('NOT_FOUND')
  }
  return asked
}
