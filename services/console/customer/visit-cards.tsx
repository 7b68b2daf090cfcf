import { useQuery } from '@tanstack/react-query'
import { App, Tag } from 'antd'
import type { z } from 'zod'
import { shownDay } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { spanText } from '#console/parts/span-text.ts'
import { slotFields, slotOf } from '#console/parts/time-slot.ts'
import type { homePlanView } from '#schemas/api/home.ts'
import styles from './customer.module.css'
import { customerTexts } from './texts.ts'

type Plan = z.infer<typeof homePlanView>

const WishButton = ({ plan: { id } }: { readonly plan: Plan }) => {
  const say = customerTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const wish = async (values: FormValues): Promise<void> => {
    await send('POST', `/v1/me/home-plans/${id}/wish`, slotOf(values))
    void message.success(say('wishSent'))
  }
  return (
    <FormButton
      label={say('wish')}
      consequence={say('wishHint')}
      fields={slotFields({ day: say('day'), slot: say('slot') }, { optional: false })}
      onSubmit={wish}
    />
  )
}

/** 上门安检: when somebody comes, and asking for another time. Nothing is shown where nothing is planned. */
export const VisitCards = () => {
  const say = customerTexts.useTexts()
  const plans =
    useQuery({
      queryKey: ['my', 'home-plans'],
      queryFn: ({ signal }) => get<Page<Plan>>('/v1/me/home-plans?limit=20', signal),
    }).data?.items ?? []
  if (plans.length === 0) return null
  return (
    <>
      <h2>{say('visits')}</h2>
      <ul className={styles['list']}>
        {plans.map((plan) => {
          const { id, dueOn, visitFrom, visitTo, wishFrom, wishTo } = plan
          return (
            <li key={id} className={styles['card']}>
              <strong>
                {visitFrom === null || visitTo === null
                  ? say('visitBy', { day: shownDay(dueOn) })
                  : say('visitAt', { time: spanText({ from: visitFrom, to: visitTo }) })}
              </strong>
              {wishFrom !== null && wishTo !== null && (
                <Tag color="warning" className={styles['wrap'] ?? ''}>
                  {say('wished', { time: spanText({ from: wishFrom, to: wishTo }) })}
                </Tag>
              )}
              <span className={styles['quiet']}>{say('visitCalm')}</span>
              <WishButton plan={plan} />
            </li>
          )
        })}
      </ul>
    </>
  )
}
