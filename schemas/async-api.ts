import { z } from 'zod'
import { findingSchema } from './finding.ts'
import { grams } from './grams.ts'
import { tag, uuid } from './identifiers.ts'
import { MAX_EVENTS_PER_MESSAGE } from './limits.ts'
import { type MessageName, messageSchemas, messagesOnTopic } from './messages.ts'
import { messageSummaries } from './message-summaries.ts'
import { instant } from './time.ts'
import { type TopicKind, topicTemplates } from './topics.ts'

type Json = Readonly<Record<string, unknown>>

const KINDS = Object.keys(topicTemplates) as TopicKind[]
const EVENT_BATCH = 'event-batch'

const topicWords: Readonly<Record<TopicKind, string>> = {
  event: `One event, or an array of at most ${MAX_EVENTS_PER_MESSAGE}. PUBACK means: committed, or its rejection is.`,
  samples: 'A slice of a weight curve. PUBACK means committed.',
  status: 'Birth message and last will.',
  down: 'Permits, outcomes, rejections, locks, time, committed notices. Only the device itself may subscribe.',
}

/** The MQTT contract as AsyncAPI 3.0, from the server's side: it receives what devices publish and sends `down`. */
export function asyncApiDocument(): Json {
  return {
    asyncapi: '3.0.0',
    id: 'urn:lpg-trace:mqtt:v1',
    info: {
      title: 'lpg-trace MQTT contract',
      version: '1.0.0',
      description:
        'What scales, portals and hand scanners of LPG filling stations exchange with lpg-trace. Masses are whole grams, times RFC 3339; unknown fields are kept. QoS is 1 everywhere.',
      license: { name: 'UNLICENSED' },
      contact: { name: 'lpg-trace' },
      tags: [{ name: 'lpg' }],
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(KINDS.map((kind) => [kind, channel(kind)])),
    operations: Object.fromEntries(KINDS.map((kind) => [operationName(kind), operation(kind)])),
    components: { messages: messages(), schemas: schemas() },
  }
}

function namesOn(kind: TopicKind): readonly string[] {
  return kind === 'event' ? [...messagesOnTopic.event, EVENT_BATCH] : messagesOnTopic[kind]
}

function channel(kind: TopicKind): Json {
  return {
    address: topicTemplates[kind],
    description: topicWords[kind],
    parameters: {
      stationId: { description: '^[a-z0-9][a-z0-9-]{0,63}$' },
      deviceId: { description: '^[a-z0-9][a-z0-9-]{0,63}$, unique within its station' },
    },
    messages: Object.fromEntries(
      namesOn(kind).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
    ),
  }
}

function operationName(kind: TopicKind): string {
  return kind === 'down' ? 'sendDown' : `receive${kind[0]?.toUpperCase()}${kind.slice(1)}`
}

function operation(kind: TopicKind): Json {
  return {
    action: kind === 'down' ? 'send' : 'receive',
    channel: { $ref: `#/channels/${kind}` },
    summary: topicWords[kind],
    bindings: { mqtt: { qos: 1, retain: false } },
    messages: namesOn(kind).map((name) => ({ $ref: `#/channels/${kind}/messages/${name}` })),
  }
}

function messages(): Json {
  const names = KINDS.flatMap((kind) => messagesOnTopic[kind])
  return {
    ...Object.fromEntries(names.map((name) => [name, message(name, messageSummaries[name])])),
    [EVENT_BATCH]: message(EVENT_BATCH, 'Several events; a bad element is rejected alone.'),
  }
}

function message(name: string, summary: string): Json {
  return { name, summary, payload: { $ref: `#/components/schemas/${name}` } }
}

/**
 * Component schemas with shared parts referred to. A registry with `uri` makes the references; AsyncAPI 3.0's own dialect is a
 * superset of draft 7, so that is the target here.
 */
function schemas(): Json {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries({
    uuid,
    instant,
    grams,
    tag,
    finding: findingSchema,
  })) {
    registry.add(schema, { id })
  }
  for (const kind of KINDS) {
    for (const name of messagesOnTopic[kind]) registry.add(messageSchemas[name], { id: name })
  }
  const made = z.toJSONSchema(registry, {
    target: 'draft-7',
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
  }).schemas
  const components: Record<string, unknown> = {}
  for (const [id, { $schema: _schema, $id: _id, ...schema }] of Object.entries(made)) {
    components[id] = schema
  }
  components[EVENT_BATCH] = eventBatch(messagesOnTopic.event)
  return components
}

/** The only message that is not an object: kept out of zod because its elements are judged one by one. */
function eventBatch(names: readonly MessageName[]): Json {
  return {
    type: 'array',
    minItems: 1,
    maxItems: MAX_EVENTS_PER_MESSAGE,
    items: { oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) },
  }
}
