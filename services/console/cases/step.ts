import type { FormField, FormOption } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import type { CaseDetail } from './case-types.ts'
import { caseTexts } from './texts.ts'

export type CaseSay = ReturnType<typeof caseTexts.useTexts>
export type CaseWord = Parameters<CaseSay>[0]

/** What questions draw on. */
export type Asking = {
  readonly say: CaseSay
  readonly found: CaseDetail
  readonly workers: readonly FormOption[]
  readonly policies: readonly FormOption[]
  readonly signature: (picture: Blob) => Promise<string>
}

/** A step that may be taken, what it asks, and how that is told to the API. */
export type CaseStep = {
  readonly type: string
  readonly when: (found: CaseDetail) => boolean
  readonly fields: (asking: Asking) => readonly FormField[]
  /** The usual next step stands out. */
  readonly main?: boolean
  readonly danger?: boolean
  /** Asks for what stations and couriers do not see. */
  readonly officeOnly?: boolean
  readonly consequence?: CaseWord
  readonly bodyOf?: (values: FormValues) => object
}

const choices = (say: CaseSay, prefix: string, values: readonly string[]): readonly FormOption[] =>
  values.map((value) => ({ value, label: say(`${prefix}.${value}` as CaseWord) }))

export const choice = (
  { say }: Asking,
  name: string,
  values: readonly string[],
  more: Partial<FormField> = {},
): FormField => ({
  name,
  label: say(`field.${name}` as CaseWord),
  kind: 'choice',
  options: choices(say, name, values),
  ...more,
})

export const noteField = ({ say }: Asking, optional = false): FormField => ({
  name: 'note',
  label: say('field.note'),
  kind: 'area',
  maxLength: 4000,
  optional,
})

/** When it happened; left out it is now. */
export const atField = ({ say }: Asking): FormField => ({
  name: 'at',
  label: say('field.at'),
  kind: 'instant',
  optional: true,
  hint: say('field.atHint'),
})

export const flagField = ({ say }: Asking, name: string, initial = false): FormField => ({
  name,
  label: say(`field.${name}` as CaseWord),
  kind: 'flag',
  initial,
})

export const workerField = ({ say, workers }: Asking, name = 'userId'): FormField => ({
  name,
  label: say(`field.${name}` as CaseWord),
  kind: 'choice',
  options: workers,
})

/** Two steps that all kinds have. */
export const noteStep: CaseStep = {
  type: 'note',
  when: () => true,
  fields: (asking) => [noteField(asking), flagField(asking, 'shown')],
}

export const feedbackFields = (asking: Asking): readonly FormField[] => [
  flagField(asking, 'reached', true),
  choice(asking, 'result', ['solved', 'partly', 'not-solved'], { optional: true }),
  choice(asking, 'satisfaction', ['satisfied', 'neutral', 'dissatisfied'], { optional: true }),
  noteField(asking, true),
]
