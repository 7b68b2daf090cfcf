import { z } from 'zod'
import { type MessageName, messageSchemas } from './messages.ts'

/** A JSON Schema (draft 2020-12) without `$ref`s, ready for ajv's `2020` build. */
export type JsonSchema = z.core.JSONSchema.JSONSchema

const cache = new Map<MessageName, JsonSchema>()

/**
 * The JSON Schema of one message. It accepts exactly what the zod schema accepts (held by a property test), so a gateway may
 * check with ajv and ask zod only for the reason of a refusal. Do not change what is returned: it is shared.
 */
export function jsonSchemaOf(name: MessageName): JsonSchema {
  const known = cache.get(name)
  if (known !== undefined) return known
  // The `$schema` stays: ajv then refuses to read it as another draft. `io: input` is what travels.
  const schema = z.toJSONSchema(messageSchemas[name], { target: 'draft-2020-12', io: 'input' })
  cache.set(name, schema)
  return schema
}
