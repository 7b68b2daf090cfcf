import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'

export const text = '厨房闻到很浓的煤气味'

export type IncidentDesk = DeskWorld & {
  /** An emergency of the desk's customer. @throws Error unless it is taken */
  report(more?: object): Promise<Json>
  step(id: string, body: object, role?: string): Promise<{ status: number; body: Json }>
}

export const startIncidents = async (): Promise<IncidentDesk> => {
  const desk = await startDesk()
  return {
    ...desk,
    report: (more = {}) =>
      desk.must('/v1/incidents', {
        customerId: desk.customerId,
        premisesId: desk.premisesId,
        channel: 'phone',
        text,
        ...more,
      }),
    step: (id, body, role = 'office') => desk.post(`/v1/incidents/${id}/steps`, body, role),
  }
}
