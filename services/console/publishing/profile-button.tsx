import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { DAYS, PAYMENTS, PHONES, type Profile } from './profile.ts'
import { type PublishingSay, publishingTexts } from './texts.ts'

/** Hours of a week stand in two lines, as on a door: weekdays and weekend. */
const hourFields = (say: PublishingSay, before: Profile | null): readonly FormField[] =>
  [0, 1].flatMap((n): readonly FormField[] => {
    const line = before?.hours[n]
    const optional = n > 0
    const label = say(optional ? 'otherHours' : 'hours')
    const clock = (name: 'from' | 'to'): FormField => ({
      name: `${name}${n}`,
      label: `${label} · ${say(name)}`,
      kind: 'text',
      maxLength: 5,
      optional,
      ...(optional
        ? line === undefined
          ? {}
          : { initial: line[name] }
        : { initial: line?.[name] ?? (name === 'from' ? '08:00' : '18:00') }),
    })
    return [
      {
        name: `days${n}`,
        label,
        kind: 'choices',
        optional,
        initial: line?.days ?? (optional ? [] : DAYS),
        options: DAYS.map((value) => ({ value, label: say(`day.${value}`) })),
      },
      clock('from'),
      clock('to'),
    ]
  })

const known = (value: string | number | undefined) =>
  value === undefined ? {} : { initial: value }

const factFields = (say: PublishingSay, before: Profile | null): readonly FormField[] => [
  ...PHONES.map(
    (name): FormField => ({
      name,
      label: say(`phone.${name}`),
      kind: 'text',
      maxLength: 32,
      ...known(before?.phones[name]),
    }),
  ),
  {
    name: 'type',
    label: say('gasType'),
    kind: 'text',
    maxLength: 64,
    initial: before?.gas.type ?? say('gasTypeUsual'),
  },
  {
    name: 'composition',
    label: say('composition'),
    kind: 'text',
    ...known(before?.gas.composition),
  },
  {
    name: 'calorificMjM3',
    label: say('calorificUnit'),
    kind: 'number',
    ...known(before?.gas.calorificMjM3),
  },
  {
    name: 'pressurePa',
    label: say('pressureUnit'),
    kind: 'whole',
    initial: before?.gas.pressurePa ?? 2800,
  },
  {
    name: 'payment',
    label: say('payment'),
    kind: 'choices',
    initial: before?.payment ?? ['cash', 'wechat', 'alipay'],
    options: PAYMENTS.map((value) => ({ value, label: say(`pay.${value}`) })),
  },
  {
    name: 'emergencyMinutes',
    label: say('emergencyUnit'),
    kind: 'whole',
    optional: true,
    ...known(before?.emergencyMinutes),
  },
]

const bodyOf = (values: FormValues) => {
  const { validFrom, type, composition, calorificMjM3, pressurePa, payment } = values
  const lines = [0, 1].flatMap((n) => {
    const [days, from, to] = [values[`days${n}`], values[`from${n}`], values[`to${n}`]]
    // A second line counts once its days are chosen.
    return Array.isArray(days) && days.length > 0 ? [{ days, from, to }] : []
  })
  return {
    validFrom,
    hours: lines,
    phones: Object.fromEntries(PHONES.map((name) => [name, values[name]])),
    gas: { type, composition, calorificMjM3, pressurePa },
    payment,
    emergencyMinutes: values['emergencyMinutes'],
    lateReason: values['lateReason'],
  }
}

/** 公示新版本: begins with what is published, so that only what changes is typed. */
export const ProfileButton = ({
  enterpriseId,
  before,
}: {
  readonly enterpriseId: string
  readonly before: Profile | null
}) => {
  const say = publishingTexts.useTexts()
  const send = useSend()
  return (
    <FormButton
      type="primary"
      label={say('publish')}
      title={say('newProfile')}
      consequence={say('newProfileHint')}
      fields={[
        { name: 'validFrom', label: say('validFrom'), kind: 'day' },
        ...hourFields(say, before),
        ...factFields(say, before),
        {
          name: 'lateReason',
          label: say('lateReason'),
          kind: 'area',
          optional: true,
          hint: say('lateReasonHint'),
        },
      ]}
      onSubmit={(values) =>
        send('POST', '/v1/public-profiles', { enterpriseId, ...bodyOf(values) })
      }
    />
  )
}
