import { App } from 'antd'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { spanText } from '#console/parts/span-text.ts'
import { slotFields, slotOf } from '#console/parts/time-slot.ts'
import type { HomePlan } from './home-types.ts'
import styles from './homes.module.css'
import { homeTexts } from './texts.ts'

/** When somebody comes: agreed, moved with a reason, or as the customer wished. */
export const VisitButtons = ({ plan }: { readonly plan: HomePlan }) => {
  const say = homeTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const path = `/v1/home-plans/${plan.id}/visit`
  const agree = async (body: object): Promise<void> => {
    await send('POST', path, body)
    void message.success(say('agreed'))
  }
  const told = plan.visitFrom !== null
  const reason = { name: 'reason', label: say('why'), kind: 'text', maxLength: 100 } as const
  const wish =
    plan.wishFrom === null || plan.wishTo === null ? null : { from: plan.wishFrom, to: plan.wishTo }
  return (
    <div className={styles['acts']}>
      {wish !== null && (
        <FormButton
          size="small"
          type="primary"
          label={say('accept')}
          consequence={say('acceptHint', { time: spanText(wish) })}
          fields={told ? [{ ...reason, initial: say('acceptReason') }] : []}
          onSubmit={(values) => agree({ ...wish, ...values })}
        />
      )}
      <FormButton
        size="small"
        label={say(told ? 'moved' : 'agree')}
        consequence={say(told ? 'movedHint' : 'agreeHint')}
        fields={[
          ...slotFields({ day: say('day'), slot: say('slot') }, { optional: false }),
          ...(told ? [reason] : []),
        ]}
        onSubmit={({ day, slot, ...values }) => agree({ ...slotOf({ day, slot }), ...values })}
      />
    </div>
  )
}
