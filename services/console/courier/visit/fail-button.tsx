import { FormButton } from '#console/parts/form-button.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { slotFields, slotOf } from '#console/parts/time-slot.ts'
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
    const appointment = slotOf(values)
    return onFail({
      reason,
      ...(appointment === null ? {} : { appointment }),
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
        ...slotFields(
          { day: say('nextAppointment'), slot: say('nextSlot') },
          { optional: true, hint: say('nextAppointmentHint') },
        ),
      ]}
      onSubmit={told}
    />
  )
}
