import { FormButton } from '#console/parts/form-button.tsx'
import type { FormValues, Span } from '#console/parts/form-values.ts'
import { courierTexts } from '#console/courier/texts.ts'

const reasons = [
  'nobody-home',
  'cannot-come',
  'customer-refused',
  'identity-refused',
  'cylinder-blocked',
] as const

/** A visit that brought nothing: why, and when again. An unsafe home has its own way, with its notice. */
export const FailButton = ({ onFail }: { readonly onFail: (body: object) => Promise<void> }) => {
  const say = courierTexts.useTexts()
  const told = (values: FormValues): Promise<void> => {
    const reason = values['reason'] as (typeof reasons)[number]
    const appointment = values['appointment'] as Span | undefined
    return onFail({
      reason,
      ...(appointment === undefined ? {} : { appointment }),
      ...(reason === 'cannot-come' ? { notifiedAt: new Date().toISOString() } : {}),
    })
  }
  return (
    <FormButton
      block
      size="large"
      label={say('failed')}
      fields={[
        {
          name: 'reason',
          label: say('failReason'),
          kind: 'choice',
          options: reasons.map((value) => ({ value, label: say(`fail.${value}`) })),
        },
        {
          name: 'appointment',
          label: say('nextAppointment'),
          kind: 'span',
          optional: true,
          hint: say('nextAppointmentHint'),
        },
      ]}
      onSubmit={told}
    />
  )
}
