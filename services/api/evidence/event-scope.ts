import { type Principal, scopeOf } from '#api/access.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import type { Scope } from '#store/queries/scope.ts'

/**
 * The owner sees the whole life; a regulator what happened inside the region prefix, or at no station; whoever only holds the cylinder
 * sees what happened at its own stations (design §5).
 */
export const eventScope = (principal: Principal, row: CylinderRow): Scope => {
  const whole = principal.enterpriseId !== null && principal.enterpriseId === row.ownerId
  return whole ? { kind: 'all' } : scopeOf(principal)
}
