import { randomUUID } from 'node:crypto'
import { epochMs } from '#domain/units.ts'
import type { PeopleWorld } from './people-world.ts'

let ticks = 0
/** A second later each time: two facts of one cylinder need an order. */
const tick = ({ api }: PeopleWorld) => {
  ticks += 1
  return epochMs(api.clock.now + ticks * 1000)
}

/** CYL-a goes to a customer, as a delivery writes it. */
export const deliver = (people: PeopleWorld, customerRef: string, premisesRef: string) =>
  people.api.recorder.record('CYL-a', {
    id: randomUUID(),
    type: 'delivery.completed',
    at: tick(people),
    stationId: 'st-a',
    operator: 'courier',
    body: { customerRef, premisesRef },
  })

export const bringBack = (people: PeopleWorld) =>
  people.api.recorder.record('CYL-a', {
    id: randomUUID(),
    type: 'cylinder.returned',
    at: tick(people),
    stationId: 'st-a',
    operator: 'courier',
    body: { to: { kind: 'station', id: 'st-a' } },
  })
