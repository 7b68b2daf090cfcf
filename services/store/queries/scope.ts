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
  return `(${owned} or (${c}.custody_kind = 'station' and ${c}.custody_id in ${stations('id')}))`
}
