import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues, Span } from '#console/parts/form-values.ts'
import type { CaseDetail } from './case-types.ts'
import {
  type Asking,
  atField,
  type CaseStep,
  choice,
  feedbackFields,
  flagField,
  noteField,
  noteStep,
  workerField,
} from './step.ts'

const isOver = ({ status }: CaseDetail): boolean =>
  ['refused', 'cancelled', 'closed', 'done'].includes(status)
const isHome = (found: CaseDetail): boolean => found['place'] !== 'workshop'
const isAtWork = (found: CaseDetail): boolean =>
  isHome(found) ? found.status === 'at-work' : !isOver(found)

const spanField = ({ say }: Asking): FormField => ({
  name: 'appointment',
  label: say('field.appointment'),
  kind: 'span',
})

/** 合格证: what was put in, and that it was tested; for installations and alterations. */
const certificateFields = (asking: Asking): readonly FormField[] =>
  asking.found.kind === 'repair'
    ? []
    : [
        ...(['brand', 'model', 'phone'] as const).map(
          (name): FormField => ({
            name,
            label: asking.say(`field.${name}`),
            kind: 'text',
            maxLength: 32,
          }),
        ),
        workerField(asking, 'inspectorId'),
        flagField(asking, 'leakPassed', true),
      ]

const LEAK_TEST = 'leak'

const completion = ({
  brand,
  model,
  phone,
  inspectorId,
  leakPassed,
  signature,
  ...given
}: FormValues): object => ({
  ...given,
  signature:
    signature === undefined ? { kind: 'refused' } : { kind: 'signature', object: signature },
  ...(brand === undefined
    ? {}
    : {
        certificate: {
          brand,
          model,
          phone,
          inspectorId,
          tests: [{ item: LEAK_TEST, passed: leakPassed }],
        },
      }),
})

/** Steps of repairs, installations and alterations. */
export const repairSteps: readonly CaseStep[] = [
  {
    type: 'reply',
    main: true,
    when: (found) => found.kind === 'alteration' && found.status === 'requested',
    fields: (asking) => [flagField(asking, 'accepted', true), noteField(asking)],
  },
  {
    type: 'schedule',
    main: true,
    when: (found) => isHome(found) && ['requested', 'scheduled'].includes(found.status),
    fields: (asking) => [
      spanField(asking),
      choice(asking, 'wish', ['user', 'firm'], { initial: 'user' }),
      noteField(asking, true),
    ],
    bodyOf: ({ appointment, ...given }) => ({ ...given, ...(appointment as Span) }),
  },
  {
    type: 'bring-in',
    main: true,
    when: (found) => !isHome(found) && !isOver(found),
    fields: (asking) => [
      { name: 'pickUpOn', label: asking.say('field.pickUpOn'), kind: 'day' },
      { name: 'slipNo', label: asking.say('field.slipNo'), kind: 'text', maxLength: 32 },
      noteField(asking),
    ],
  },
  {
    type: 'arrive',
    main: true,
    when: (found) => isHome(found) && ['requested', 'scheduled'].includes(found.status),
    fields: (asking) => [flagField(asking, 'userAbsent'), atField(asking), noteField(asking, true)],
  },
  {
    type: 'quote',
    when: isAtWork,
    fields: (asking) => [
      { name: 'totalFen', label: asking.say('field.totalFen'), kind: 'yuan' },
      flagField(asking, 'accepted', true),
      noteField(asking, true),
    ],
  },
  {
    type: 'complete',
    main: true,
    when: isAtWork,
    fields: (asking) => [
      {
        name: 'chargedFen',
        label: asking.say('field.chargedFen'),
        kind: 'yuan',
        initial: 0,
      },
      {
        name: 'receiptNo',
        label: asking.say('field.receiptNo'),
        kind: 'text',
        optional: true,
        maxLength: 64,
      },
      ...certificateFields(asking),
      {
        name: 'signature',
        label: asking.say('field.signature'),
        kind: 'signature',
        optional: true,
        hint: asking.say('field.signatureHint'),
        upload: asking.signature,
      },
      noteField(asking, true),
      atField(asking),
    ],
    bodyOf: completion,
  },
  {
    type: 'unfinished',
    when: ({ status }) => status === 'at-work',
    fields: (asking) => [spanField(asking), noteField(asking)],
  },
  {
    type: 'feedback',
    main: true,
    when: (found) => found.status === 'done' && typeof found['feedbackAt'] !== 'string',
    fields: feedbackFields,
  },
  {
    type: 'close',
    main: true,
    when: ({ status }) => status === 'done',
    fields: (asking) => [noteField(asking, true)],
    consequence: 'closeHint',
  },
  {
    type: 'assign',
    when: (found) => !isOver(found),
    fields: (asking) => [workerField(asking), noteField(asking, true)],
  },
  noteStep,
  {
    type: 'refuse',
    danger: true,
    when: (found) => !isOver(found),
    fields: (asking) => [flagField(asking, 'inWriting'), noteField(asking)],
    consequence: 'refuseHint',
  },
  {
    type: 'cancel',
    danger: true,
    when: (found) => !isOver(found),
    fields: (asking) => [noteField(asking, true)],
    consequence: 'cancelHint',
  },
]
