import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { jsonSchemaOf } from '#schemas/json-schema.ts'
import { type MessageName, messageNames, messageSchemas } from '#schemas/messages.ts'
import { exampleFiles } from './example-files.ts'

const ajv = new Ajv2020()
const files = exampleFiles()
const invalid = z.strictObject({ path: z.string(), message: z.unknown() })

function isMessageName(name: string): name is MessageName {
  return Object.hasOwn(messageSchemas, name)
}

test('every sample belongs to a message', () => {
  expect(files.filter((file) => !isMessageName(file.message))).toEqual([])
})

describe.each(messageNames)('%s', (name) => {
  const schema = messageSchemas[name]
  const accepts = ajv.compile(jsonSchemaOf(name))
  const own = files.filter((file) => file.message === name)

  test('has a minimal, a full and an invalid sample', () => {
    const variants = own.map((file) => (file.valid ? file.variant : 'invalid'))
    expect(new Set(variants)).toEqual(new Set(['minimal', 'full', 'invalid']))
  })

  test.each(own.filter((file) => file.valid))('accepts $variant and keeps every field', (file) => {
    expect(schema.parse(file.content)).toEqual(file.content)
    expect(accepts(file.content)).toBe(true)
  })

  test('minimal is minimal: without any one of its fields it is refused', () => {
    const minimal = z
      .record(z.string(), z.unknown())
      .parse(own.find((f) => f.variant === 'minimal')?.content)
    for (const field of Object.keys(minimal)) {
      const { [field]: _left, ...rest } = minimal
      expect(schema.safeParse(rest).error?.issues.map((issue) => issue.path)).toContainEqual([
        field,
      ])
    }
  })

  test('full shows every known field', () => {
    const full = z
      .record(z.string(), z.unknown())
      .parse(own.find((f) => f.variant === 'full')?.content)
    expect(Object.keys(full)).toEqual(expect.arrayContaining(Object.keys(schema.shape)))
  })

  test.each(own.filter((file) => !file.valid))('refuses $variant at the named field', (file) => {
    const { path, message } = invalid.parse(file.content)
    const issues = schema.safeParse(message).error?.issues ?? []
    expect([...new Set(issues.map((issue) => `/${issue.path.join('/')}`))]).toEqual([path])
    expect(issues.map((issue) => issue.message).join()).toMatch(/is missing|must be|Invalid/)
    expect(accepts(message)).toBe(false)
  })
})
