import type { Json } from './api-harness.ts'
import { type DeskWorld, startDesk } from './desk-world.ts'

export const text = '送气员态度差，钢瓶没有检漏就走了，电话13812345678。'

/** The working day before the National Day week. */
export const BEFORE_HOLIDAYS = '2026-09-30T02:00:00.000Z'

export type ComplaintDesk = DeskWorld & {
  /** A complaint of the desk's customer. @throws Error unless it is taken */
  complain(more?: object, role?: string): Promise<Json>
  step(
    id: string,
    body: object,
    role?: string,
    more?: object,
  ): Promise<{ status: number; body: Json }>
}

export const startComplaints = async (): Promise<ComplaintDesk> => {
  const desk = await startDesk()
  return {
    ...desk,
    complain: (more = {}, role = 'office') =>
      desk.must(
        '/v1/complaints',
        {
          customerId: desk.customerId,
          premisesId: desk.premisesId,
          channel: 'phone',
          topic: 'attitude',
          text,
          ...more,
        },
        role,
      ),
    step: (id, body, role = 'office', more = {}) =>
      desk.post(`/v1/complaints/${id}/steps`, body, role, more),
  }
}

/** The standing deadline of that name. */
export const due = (answer: Json, name: string) =>
  answer.deadlines.find((one: Json) => one.name === name && one.voidAt === null)
