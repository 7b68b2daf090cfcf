import type { FastifySchemaValidationError } from 'fastify/types/schema.js'

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  date: 'a time',
}

const units: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' }

type Issue = Pick<FastifySchemaValidationError, 'keyword' | 'message' | 'params'>

const listed = (value: unknown): string =>
  Array.isArray(value) ? value.map(String).join(', ') : ''

/** Every form of a union says that nothing was given. */
const missing = (forms: unknown): boolean =>
  Array.isArray(forms) &&
  forms.flat().every((issue: unknown) => {
    const { message } = issue as { readonly message?: string }
    return /^is missing$|received undefined$/.test(message ?? '')
  })

/** What zod says by itself, in the words of `schemas/wording`; fields with words of their own keep them. */
export const ourWords = ({ keyword, message = '', params }: Issue): string => {
  if (!/^(Invalid|Too (big|small)|Unrecognized)/.test(message)) return message
  const unit = units[String(params['origin'])] ?? ''
  switch (keyword) {
    case 'invalid_type':
      if (message.endsWith('received undefined')) return 'is missing'
      return `must be ${kinds[String(params['expected'])] ?? String(params['expected'])}`
    case 'too_big':
      return `must be at most ${String(params['maximum'])}${unit}`
    case 'too_small':
      return `must be at least ${String(params['minimum'])}${unit}`
    case 'invalid_value':
      return `must be one of ${listed(params['values'])}`
    case 'unrecognized_keys':
      return `has unknown parts: ${listed(params['keys'])}`
    case 'invalid_union':
      return missing(params['errors']) ? 'is missing' : 'fits none of the forms that it may have'
    default:
      return 'has not the form that it should have'
  }
}
