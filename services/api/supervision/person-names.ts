import type { ApiDeps } from '#api/api-deps.ts'

export type NamedPerson = { readonly label: string }

/**
 * Who signed, as a sheet names them: the display name with the user name, or that alone.
 * Beyond reach: a company reads who signed a sheet about it, and a regulator who signed for the company.
 */
export const namesOf = async (
  { queries }: ApiDeps,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, NamedPerson>> => {
  const names = new Map<string, NamedPerson>()
  for (const id of new Set(userIds)) {
    const user = await queries.beyond(() => queries.users.byId(id))
    if (user === null) continue
    const { username, displayName } = user
    names.set(id, { label: displayName === null ? username : `${displayName}（${username}）` })
  }
  return names
}
