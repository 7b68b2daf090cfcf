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

/** Somebody comes again: when? */
const AGAIN: ReadonlySet<string> = new Set(['nobody-home', 'cannot-come'])

/** A visit that brought nothing: why, and when again. An unsafe home has its own way, with its notice. */
export const FailButton = ({ onFail }: { readonly onFail: (body: object) => Promise<void> }) => {
  const say = courierTexts.useTexts()
  const told = async (values: FormValues): Promise<void> => {
    const reason = values['reason'] as (typeof reasons)[number]
    const appointment = slotOf(values)
    // Said here: offline the server would say so in the evening.
    if (appointment === null && AGAIN.has(reason)) throw new Error(say('needAppointment'))
    await onFail({
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
