import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import { slotFields, slotOf } from '#console/parts/time-slot.ts'
import styles from './customer.module.css'
import type { MyOrder } from './my-order.ts'
import { customerTexts } from './texts.ts'

const scores = ['5', '4', '3', '2', '1'] as const

/** What a customer may still do with an order. */
export const OrderActions = ({ order: { id, state } }: { readonly order: MyOrder }) => {
  const say = customerTexts.useTexts()
  const send = useSend()
  const path = `/v1/me/orders/${id}`
  const open = state === 'placed' || state === 'assigned'
  const delivered = state === 'delivered' || state === 'partly'
  if (!open && !delivered) return null
  return (
    <div className={styles['actions']}>
      {open && (
        <>
          <FormButton
            label={say('move')}
            fields={slotFields({ day: say('day'), slot: say('slot') }, { optional: false })}
            onSubmit={(values) =>
              send('POST', `${path}/appointment`, { appointment: slotOf(values) })
            }
          />
          <ReasonButton
            danger
            label={say('cancel')}
            consequence={say('cancelHint')}
            reasonLabel={say('cancelReason')}
            onConfirm={(reason) => send('POST', `${path}/cancel`, { reason })}
          />
        </>
      )}
      {delivered && (
        <FormButton
          label={say('rate')}
          consequence={say('rateHint')}
          fields={[
            {
              name: 'score',
              label: say('score'),
              kind: 'choice',
              options: scores.map((value) => ({ value, label: say(`score.${value}`) })),
            },
            { name: 'comment', label: say('comment'), kind: 'area', optional: true },
          ]}
          onSubmit={({ score, comment }) =>
            send('POST', `${path}/rating`, {
              score: Number(score),
              ...(comment === undefined ? {} : { comment }),
            })
          }
        />
      )}
    </div>
  )
}
