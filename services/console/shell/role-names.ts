import type { Role } from '#console/net/session.ts'

/** Keys of the shell's texts. */
export const roleNames = {
  admin: 'roleAdmin',
  office: 'roleOffice',
  station: 'roleStation',
  courier: 'roleCourier',
  lab: 'roleLab',
  regulator: 'roleRegulator',
  customer: 'roleCustomer',
} as const satisfies Readonly<Record<Role, string>>
