import type { Where } from './queryable.ts'

/** How far a caller sees: everything, one enterprise, the enterprises under a region prefix, or nothing. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'enterprise'; readonly enterpriseId: string }
  | { readonly kind: 'region'; readonly prefix: string }
  | { readonly kind: 'none' }

/** Stations in scope; `s` is the alias of the station row. */
export const stationInScope = (where: Where, scope: Scope, s: string): string => {
  switch (scope.kind) {
    case 'all':
      return 'true'
    case 'enterprise':
      return `${s}.enterprise_id = ${where.param(scope.enterpriseId)}`
    case 'region':
      return `starts_with(${s}.region, ${where.param(scope.prefix)})`
    case 'none':
      return 'false'
  }
}

/** Enterprises in scope: a regulator sees those with a station in the region. */
export const enterpriseInScope = (where: Where, scope: Scope, e: string): string => {
  switch (scope.kind) {
    case 'all':
      return 'true'
    case 'enterprise':
      return `${e}.id = ${where.param(scope.enterpriseId)}`
    case 'region':
      return `exists (select from station s where s.enterprise_id = ${e}.id and ${stationInScope(where, scope, 's')})`
    case 'none':
      return 'false'
  }
}

/**
 * The same for a long list: cylinders in scope, each of them in one of the parts, and each part by an index of its own, where an "or"
 * would walk them all. null = the list of everything or of a region is walked, which finds a page soon enough.
 */
export const cylinderParts = (
  scope: Scope,
): readonly ((where: Where, c: string) => void)[] | null => {
  if (scope.kind !== 'enterprise') return null
  const { enterpriseId } = scope
  const others = (where: Where, c: string): void => {
    const own = where.param(enterpriseId)
    const stations = `array(select s.id from station s where s.enterprise_id = ${own})`
    // Below and above the own id in the index, and nobody's: the own ones are in the first part.
    const ranges = [`< ${own}`, `> ${own}`, 'is null'].map(
      (range) => `select h.cylinder_id from cylinder_holder h
        where h.kind = 'station' and h.holder = any(${stations}) and h.owner_id ${range}`,
    )
    where.and(`${c}.id in (${ranges.join(' union all ')})`)
  }
  return [(where, c) => where.and(`${c}.owner_id = ${where.param(enterpriseId)}`), others]
}

/** Cylinders in scope: owned by an enterprise in scope, or standing at a station in scope. */
export const cylinderInScope = (where: Where, scope: Scope, c: string): string => {
  if (scope.kind === 'all') return 'true'
  if (scope.kind === 'none') return 'false'
  const stations = (column: string): string =>
    `(select s.${column} from station s where ${stationInScope(where, scope, 's')})`
  const owned =
    scope.kind === 'enterprise'
      ? `${c}.owner_id = ${where.param(scope.enterpriseId)}`
      : `${c}.owner_id in ${stations('enterprise_id')}`
  const seen = `(${owned} or (${c}.custody_kind = 'station' and ${c}.custody_id in ${stations('id')}))`
  if (scope.kind === 'region') return seen
  // Asked once: who owns none and has no station (a laboratory) need not have all of them looked at.
  const own = where.param(scope.enterpriseId)
  return `(${seen} and (select exists (select from cylinder k where k.owner_id = ${own})
    or exists (select from station s where s.enterprise_id = ${own})))`
}
