import { expect } from 'vitest'
import type { Answer, Json } from './api-harness.ts'
import { archived, home } from './people-world.ts'
import type { Customer, SalesWorld } from './sales-world.ts'

export type Victim = { readonly customer: Customer; readonly order: Json }

/** Somebody in the vault, with a home and an order. */
export const newVictim = async (world: SalesWorld, n: number): Promise<Victim> => {
  const { body } = await world.post('/v1/customers', archived(n, { name: '王·五' }))
  const seen = { method: 'paper-seen', result: 'verified' }
  await world.post(`/v1/customers/${body.id}/verifications`, seen)
  const place = home(`人民路 ${n} 号`, { region: '370302' })
  const premises = await world.post(`/v1/customers/${body.id}/premises`, place)
  const customer = { id: body.id, premisesId: premises.body.id }
  return { customer, order: await world.order(customer) }
}

/** A refusal says in both languages what is wrong and what to do; nothing is a defect of ours. */
export const expectAnswered = (
  { status, body }: Pick<Answer, 'status' | 'body'>,
  what: string,
): void => {
  expect(status, `${what}: ${JSON.stringify(body)}`).toBeLessThan(500)
  if (status < 400) return
  expect(body.code, what).toMatch(/^[A-Z_]+$/)
  expect(body.message?.zh, what).toMatch(/[\u4e00-\u9fff].*。$/)
  expect(body.message?.en, what).toMatch(/To do: .+\.$/)
  if (status === 400 && body.code === 'INVALID_REQUEST') {
    expect(body.path, what).toBeTypeOf('string')
  }
}
