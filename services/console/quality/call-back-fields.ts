import type { FormField, FormOption } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { type QualitySay, type QualityWord, qualityTexts } from './texts.ts'

const ABOUT = ['periodic', 'delivery', 'inspection', 'counter'] as const
const CHANNELS = ['phone', 'visit', 'message'] as const
const SOLVED = ['solved', 'partly', 'not-solved'] as const
const SATISFACTION = ['satisfied', 'neutral', 'dissatisfied'] as const
const PARTS = ['timeliness', 'attitude', 'skill', 'charges', 'gas'] as const
const CAUSES = ['late', 'attitude', 'skill', 'charges', 'gas', 'not-solved', 'other'] as const
const GUIDANCE = ['operation', 'precautions', 'leak'] as const

type Answered = Readonly<Record<string, unknown>>

const wasReached = ({ reached }: Answered): boolean => reached !== false
const isDissatisfied = (answered: Answered): boolean =>
  wasReached(answered) && answered['satisfaction'] === 'dissatisfied'

const options = (say: QualitySay, of: string, values: readonly string[]): readonly FormOption[] =>
  values.map((value) => ({ value, label: say(`${of}.${value}` as QualityWord) }))

const yesOrNo = (say: QualitySay, name: 'onTime' | 'chargesShown'): FormField => ({
  name,
  label: say(name),
  kind: 'choice',
  optional: true,
  when: (answered) => wasReached(answered) && answered['about'] !== 'periodic',
  options: [
    { value: 'yes', label: say('yes') },
    { value: 'no', label: say('no') },
  ],
})

/** Who was dissatisfied is asked why, and hears what is done (R001-8.1-fo-fp). */
const dissatisfied = (say: QualitySay): readonly FormField[] => [
  {
    name: 'cause',
    label: say('cause'),
    kind: 'choice',
    when: isDissatisfied,
    options: options(say, 'cause', CAUSES),
  },
  {
    name: 'handling',
    label: say('handling'),
    kind: 'area',
    maxLength: 200,
    when: isDissatisfied,
  },
  {
    name: 'reason',
    label: say('reason'),
    kind: 'area',
    maxLength: 200,
    optional: true,
    when: isDissatisfied,
  },
]

/** What was asked, and what only those are asked who were reached. */
export const useCallBackFields = (orders: readonly FormOption[]): readonly FormField[] => {
  const say = qualityTexts.useTexts()
  return [
    {
      name: 'about',
      label: say('about'),
      kind: 'choice',
      initial: 'periodic',
      options: options(say, 'about', ABOUT),
    },
    {
      name: 'orderId',
      label: say('order'),
      kind: 'choice',
      optional: true,
      hint: say('orderHint'),
      when: ({ about }) => about === 'delivery',
      options: orders,
    },
    {
      name: 'channel',
      label: say('channel'),
      kind: 'choice',
      initial: 'phone',
      options: options(say, 'channel', CHANNELS),
    },
    {
      name: 'calledAt',
      label: say('calledAt'),
      kind: 'instant',
      optional: true,
      hint: say('nowHint'),
    },
    { name: 'reached', label: say('reached'), kind: 'flag', initial: true },
    {
      name: 'satisfaction',
      label: say('overall'),
      kind: 'choice',
      initial: 'satisfied',
      when: wasReached,
      options: options(say, 'satisfaction', SATISFACTION),
    },
    ...dissatisfied(say),
    {
      name: 'solved',
      label: say('solved'),
      kind: 'choice',
      initial: 'solved',
      when: wasReached,
      options: options(say, 'solved', SOLVED),
    },
    yesOrNo(say, 'onTime'),
    yesOrNo(say, 'chargesShown'),
    {
      name: 'guidance',
      label: say('guidance'),
      kind: 'choices',
      optional: true,
      hint: say('guidanceHint'),
      when: wasReached,
      options: options(say, 'guidance', GUIDANCE),
    },
    ...PARTS.map(
      (part): FormField => ({
        name: part,
        label: say('gradeOf', { part: say(`part.${part}`) }),
        kind: 'choice',
        optional: true,
        when: wasReached,
        options: ['5', '4', '3', '2', '1'].map((value) => ({ value, label: value })),
      }),
    ),
  ]
}

const flagOf = (value: unknown): boolean | undefined =>
  value === undefined ? undefined : value === 'yes'

/** As `POST /v1/call-backs` takes it; what was not answered is left out by JSON. */
export const callBackBody = (customerId: string, values: FormValues) => {
  const { about, orderId, channel, calledAt, reached, guidance, ...said } = values
  const grades = PARTS.flatMap((part) =>
    said[part] === undefined ? [] : [[part, Number(said[part])] as const],
  )
  const { solved, satisfaction, cause, reason, handling } = said
  const answers = {
    onTime: flagOf(said['onTime']),
    chargesShown: flagOf(said['chargesShown']),
    solved,
    satisfaction,
    cause,
    reason,
    handling,
    ...(grades.length === 0 ? {} : { grades: Object.fromEntries(grades) }),
  }
  return {
    customerId,
    about,
    orderId,
    channel,
    calledAt: calledAt ?? new Date().toISOString(),
    reached,
    guidance,
    ...(reached === true ? { answers } : {}),
  }
}
