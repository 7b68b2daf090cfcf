import { ROLES } from '#test/api/small-world.ts'

/** An endpoint and who may call it, with a body where one is wanted. */
export type AccessRow = [
  method: string,
  url: string,
  who: readonly string[] | 'public',
  body?: object,
]

export const ALL = ROLES
export const STAFF = ROLES.filter((role) => role !== 'customer')
/** Who meets customers, and who may write about them. */
export const SERVICE = ['admin', 'office', 'station', 'courier', 'regulator']
export const SELLERS = ['admin', 'office', 'station', 'courier']
export const GAS = ['admin', 'office', 'station', 'regulator']
export const reason = { reason: 'x' }
export const UUID = '00000000-0000-4000-8000-000000000000'
export const period = 'from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z'
