import { modelNames } from '#domain/cylinder-model.ts'
import { addDays } from '#domain/calendar.ts'
import { blocks, denyCodes, warnings } from '#domain/codes.ts'
import { day } from '#domain/units.ts'
import type { Profile } from './profile.ts'
import { singleShapes, tableShapes } from './profile-shape.ts'

/** A profile that came from outside, or the field that was wrong: `path` as `values.fill.YSP-15.clause`. */
export type ReadProfile =
  | { readonly ok: true; readonly profile: Profile }
  | { readonly ok: false; readonly path: string; readonly message: string }

type Issue = { readonly path: string; readonly message: string }
type Fields = Readonly<Record<string, unknown>>

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const ID = /^[a-z0-9][a-z0-9-]{0,63}$/
const CLAUSE = /^[A-Za-z0-9][A-Za-z0-9.…¶\-/ ]{0,63}$/
const forces = ['mandatory', 'recommended', 'draft', 'unconfirmed']
const certainties = ['document', 'seen-elsewhere', 'from-memory']
const ruleCodes = new Set<string>([...denyCodes, ...Object.keys(blocks), ...warnings])

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const matches = (value: unknown, pattern: RegExp): value is string =>
  typeof value === 'string' && pattern.test(value)

/** A day that exists. */
const isDay = (value: unknown): value is string =>
  matches(value, DAY) && addDays(day(value), 0) === value

const issue = (path: string, message: string): Issue => ({ path, message })

/** Clause, date, force, certainty: no value without them, and none from a later day than the version itself. */
const citationIssue = (value: Fields, path: string, validFrom: string): Issue | null => {
  if (!matches(value['clause'], CLAUSE)) return issue(`${path}.clause`, 'must name the clause')
  if (!isDay(value['from'])) return issue(`${path}.from`, 'must be a day, YYYY-MM-DD')
  if (value['from'] > validFrom) {
    return issue(`${path}.from`, 'must not be later than validFrom: make it a version of its own')
  }
  if (!forces.some((force) => force === value['force'])) {
    return issue(`${path}.force`, `must be one of ${forces.join(', ')}`)
  }
  return certainties.some((certainty) => certainty === value['certainty'])
    ? null
    : issue(`${path}.certainty`, `must be one of ${certainties.join(', ')}`)
}

type Shape = { readonly be: string; readonly test: (value: unknown) => boolean }

const valueIssue = (
  value: unknown,
  [path, shape]: readonly [string, Shape],
  validFrom: string,
): Issue | null => {
  if (!isFields(value)) return issue(path, 'must be a value with its clause')
  const cited = citationIssue(value, path, validFrom)
  if (cited !== null || value['off'] === true) return cited
  return shape.test(value['value']) ? null : issue(`${path}.value`, `must be ${shape.be}`)
}

const tableIssue = (
  table: unknown,
  [path, shape, rows]: readonly [string, Shape, readonly string[]],
  validFrom: string,
): Issue | null => {
  if (!isFields(table)) return issue(path, 'must be an object by size')
  for (const [row, value] of Object.entries(table)) {
    if (!rows.includes(row)) return issue(`${path}.${row}`, 'is no size')
    const found = valueIssue(value, [`${path}.${row}`, shape], validFrom)
    if (found !== null) return found
  }
  return null
}

const dutiesIssue = (duties: unknown, path: string, validFrom: string): Issue | null => {
  if (!isFields(duties)) return issue(path, 'must be an object by code')
  for (const [code, citation] of Object.entries(duties)) {
    if (!ruleCodes.has(code)) return issue(`${path}.${code}`, 'is no code of a finding or refusal')
    if (!isFields(citation)) return issue(`${path}.${code}`, 'must be a citation')
    const found = citationIssue(citation, `${path}.${code}`, validFrom)
    if (found !== null) return found
  }
  return null
}

const has = <T extends object>(table: T, key: string): key is string & keyof T =>
  Object.hasOwn(table, key)

const valuesIssue = (values: unknown, validFrom: string): Issue | null => {
  if (!isFields(values)) return issue('values', 'must be an object')
  for (const [key, value] of Object.entries(values)) {
    const path = `values.${key}`
    let found: Issue | null
    if (key === 'duties') found = dutiesIssue(value, path, validFrom)
    else if (has(tableShapes, key)) {
      const rows = key === 'tare' ? [...modelNames, 'other'] : modelNames
      found = tableIssue(value, [path, tableShapes[key], rows], validFrom)
    } else if (has(singleShapes, key)) {
      found = valueIssue(value, [path, singleShapes[key]], validFrom)
    } else found = issue(path, 'is no value of a profile')
    if (found !== null) return found
  }
  return null
}

const headIssue = (profile: Fields): Issue | null => {
  const { id, validFrom, name, parent, regionPrefixes } = profile
  if (!matches(id, ID)) return issue('id', 'must be lower-case letters, digits and dashes')
  if (!isDay(validFrom)) return issue('validFrom', 'must be a day, YYYY-MM-DD')
  if (!isFields(name) || typeof name['zh'] !== 'string' || typeof name['en'] !== 'string') {
    return issue('name', 'must be a name in zh and in en')
  }
  if (parent !== null && !matches(parent, ID))
    return issue('parent', 'must be a profile id or null')
  const { promisedBy } = profile
  if (promisedBy !== undefined && !matches(promisedBy, ID)) {
    return issue('promisedBy', 'must be the id of an enterprise')
  }
  const prefixes = Array.isArray(regionPrefixes) ? (regionPrefixes as unknown[]) : null
  return prefixes !== null && prefixes.every((prefix) => matches(prefix, /^\d{0,6}$/))
    ? null
    : issue('regionPrefixes', 'must be a list of region codes, or their first digits')
}

/** Reads a profile from JSON; refuses the first field that is wrong, missing its clause or its date. */
export const readProfile = (json: unknown): ReadProfile => {
  if (!isFields(json)) return { ok: false, ...issue('', 'must be an object') }
  const head = headIssue(json)
  if (head !== null) return { ok: false, ...head }
  const wrong = valuesIssue(json['values'], String(json['validFrom']))
  // Every field was checked above.
  return wrong === null ? { ok: true, profile: json as Profile } : { ok: false, ...wrong }
}
