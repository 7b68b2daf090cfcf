import type { ApiDeps } from './api-deps.ts'

/** An enterprise as a refusal names it: `淄博示范燃气有限公司 ent-zb`; the id alone where nobody knows it. */
export const enterpriseLabel = async (
  { queries }: Pick<ApiDeps, 'queries'>,
  id: string,
): Promise<string> => {
  const known = await queries.enterprises.byId({ kind: 'all' }, id)
  return known === null ? id : `${known.name} ${id}`
}
