import { type CaseDetail, isOpen } from './case-types.ts'
import {
  atField,
  type CaseStep,
  choice,
  feedbackFields,
  flagField,
  noteField,
  noteStep,
  workerField,
} from './step.ts'

const isOver = ({ status }: CaseDetail): boolean => status === 'closed' || status === 'withdrawn'
const isAnswered = ({ answeredAt }: CaseDetail): boolean => typeof answeredAt === 'string'

/** Steps of complaints, messages, letters and first-asked matters. */
export const complaintSteps: readonly CaseStep[] = [
  {
    type: 'answer',
    main: true,
    when: (found) => ['open', 'appealed', 'answered'].includes(found.status),
    fields: (asking) => [
      noteField(asking),
      flagField(asking, 'ownCause', true),
      flagField(asking, 'toldAuthorities'),
      atField(asking),
    ],
  },
  {
    type: 'resolve',
    main: true,
    when: ({ status }) => status === 'answered',
    fields: (asking) => [
      choice(asking, 'method', ['remedied', 'compensated', 'explained', 'mediated', 'transferred']),
      noteField(asking, true),
      atField(asking),
    ],
  },
  {
    type: 'feedback',
    main: true,
    when: (found) =>
      ['resolved', 'declined'].includes(found.status) && typeof found['feedbackAt'] !== 'string',
    fields: feedbackFields,
  },
  {
    type: 'close',
    main: true,
    when: ({ status }) => status === 'resolved' || status === 'declined',
    fields: (asking) => [noteField(asking, true)],
    consequence: 'closeHint',
  },
  {
    type: 'reply-to-authority',
    when: (found) =>
      !isOver(found) &&
      found.deadlines.some((one) => one.name === 'complaint-authority' && isOpen(one)),
    fields: (asking) => [noteField(asking, true), atField(asking)],
  },
  {
    type: 'assign',
    when: (found) => !isOver(found),
    fields: (asking) => [workerField(asking), noteField(asking, true)],
  },
  {
    type: 'extend',
    when: (found) => !isOver(found) && found.deadlines.some(isOpen),
    fields: (asking) => [
      { name: 'until', label: asking.say('field.until'), kind: 'day' },
      flagField(asking, 'agreed', true),
      noteField(asking),
    ],
    consequence: 'extendHint',
  },
  noteStep,
  {
    type: 'refer',
    when: (found) => !isOver(found),
    fields: (asking) => [
      { name: 'to', label: asking.say('field.to'), kind: 'text', maxLength: 100 },
      noteField(asking, true),
    ],
  },
  {
    type: 'recuse',
    when: (found) => !isOver(found),
    fields: (asking) => [noteField(asking)],
    consequence: 'recuseHint',
  },
  {
    type: 'decline',
    when: (found) => !isOver(found) && !isAnswered(found),
    fields: (asking) => [noteField(asking), atField(asking)],
    consequence: 'declineHint',
  },
  {
    type: 'appeal',
    when: (found) =>
      isAnswered(found) && found.status !== 'appealed' && found.status !== 'withdrawn',
    fields: (asking) => [choice(asking, 'from', ['complainant', 'blamed']), noteField(asking)],
    consequence: 'appealHint',
  },
  {
    type: 'withdraw',
    danger: true,
    when: (found) => !isOver(found),
    fields: (asking) => [noteField(asking, true)],
    consequence: 'withdrawHint',
  },
]
