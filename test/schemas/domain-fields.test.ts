import { expectTypeOf, test } from 'vitest'
import type {
  CylinderEventBodies,
  EventType as DomainEventType,
  SiteEventBodies,
} from '#domain/event-types.ts'
import type { Event, EventType } from '#schemas/events/event-types.ts'

type Bodies = CylinderEventBodies & SiteEventBodies
/** Fields that the domain reads and the contract does not have, as `type.field`. */
type Unwritten = {
  [T in keyof Bodies]: `${T}.${Exclude<keyof Bodies[T], keyof Extract<Event, { type: T }>> & string}`
}[keyof Bodies]

// Checked by tsc, not at run time: contract and domain may not import each other, this file sees both.
test('the domain knows the same event types', () => {
  expectTypeOf<DomainEventType>().toEqualTypeOf<EventType>()
})

test('every field that the domain reads is in the contract', () => {
  expectTypeOf<Unwritten>().toEqualTypeOf<never>()
})
