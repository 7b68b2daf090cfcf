import type { ApiDeps } from '#api/api-deps.ts'

type About = { readonly customerId: string }

/** Rows about customers, each with name and number starred out; who is erased has neither. */
export const withCustomers = async <R extends About>(
  { queries: { people } }: Pick<ApiDeps, 'queries'>,
  rows: readonly R[],
) => {
  const persons = await people.personsOf(rows.map(({ customerId }) => customerId))
  const masked = await people.masked([...persons.values()], ['name', 'unitName', 'phone'])
  return rows.map((row) => {
    const secrets = masked.get(persons.get(row.customerId) ?? '')
    const name = secrets?.['unitName'] ?? secrets?.['name'] ?? null
    return { ...row, customer: { name, phone: secrets?.['phone'] ?? null } }
  })
}
