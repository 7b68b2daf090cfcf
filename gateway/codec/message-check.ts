import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { z } from 'zod'
import type { UplinkEventType } from '#schemas/events/uplink.ts'
import { jsonSchemaOf } from '#schemas/json-schema.ts'
import { messageSchemas } from '#schemas/messages.ts'
import { pointerPart, type Flaw } from './walk-value.ts'

type Checked = UplinkEventType | 'samples' | 'status'

const ajv = new Ajv2020()
const accepts = new Map<Checked, ValidateFunction>()

/** Compiled on first use: all of them take some 50 ms, and a station uses a few. */
function acceptsOf(name: Checked): ValidateFunction {
  const known = accepts.get(name)
  if (known !== undefined) return known
  const made = ajv.compile(jsonSchemaOf(name))
  accepts.set(name, made)
  return made
}

/** What is wrong with the shape, or null. ajv decides, zod explains; should they differ, zod is right. */
export function checkMessage(name: Checked, value: unknown): Flaw | null {
  if (acceptsOf(name)(value)) return null
  const issue = messageSchemas[name].safeParse(value).error?.issues[0]
  return issue === undefined ? null : flawOf(issue)
}

function flawOf(issue: z.core.$ZodIssue): Flaw {
  const path = issue.path.map((part) => `/${pointerPart(String(part))}`).join('')
  const range =
    (issue.code === 'too_big' || issue.code === 'too_small') &&
    (issue.origin === 'number' || issue.origin === 'int')
  const name = path === '' ? 'the message' : path.slice(1).replaceAll('/', '.')
  return {
    code: range ? 'NUMBER_OUT_OF_RANGE' : 'INVALID_FIELD',
    message: `${name} ${issue.message}`.slice(0, 500),
    path,
  }
}
