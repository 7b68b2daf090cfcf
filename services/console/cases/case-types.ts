import type { z } from 'zod'
import type { serviceCase, serviceCaseDetail } from '#schemas/api/service-case.ts'

export type Area = 'complaints' | 'repairs' | 'incidents'
export type ServiceCase = z.infer<typeof serviceCase>
export type CaseDetail = z.infer<typeof serviceCaseDetail>
export type Deadline = ServiceCase['deadlines'][number]

/** Still binding: neither met nor released. */
export const isOpen = ({ metAt, ...deadline }: Deadline): boolean =>
  metAt === null && (deadline['voidAt'] ?? null) === null

export const nextDeadline = ({ deadlines }: Pick<ServiceCase, 'deadlines'>): Deadline | undefined =>
  deadlines.filter(isOpen).toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0]

/** A text of a case that its area adds. */
export const told = (found: ServiceCase, name: string): string | null => {
  const value = found[name]
  return typeof value === 'string' ? value : null
}
