import { App } from 'antd'
import type { z } from 'zod'
import { shownMoney } from '#console/i18n/format.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { onlinePayment } from '#schemas/api/online-payment.ts'
import { customerTexts } from './texts.ts'

export type MyPayment = z.infer<typeof onlinePayment>

const FEN = 100

/** What is owed, or a part of it, is paid at the provider's page, which opens beside this one. */
export const PayButton = ({
  owedFen,
  onOpened,
}: {
  readonly owedFen: number
  readonly onOpened: (payment: MyPayment) => void
}) => {
  const say = customerTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const pay = async (amountFen: number): Promise<void> => {
    // Opened by the tap: a window that comes after the answer would be blocked.
    const view = window.open('', '_blank')
    try {
      const payment = await send<MyPayment>('POST', '/v1/me/payments', { amountFen })
      if (payment.payUrl !== null && view !== null) view.location.href = payment.payUrl
      else view?.close()
      onOpened(payment)
      void message.info(say('payWaits', { amount: shownMoney(payment.amountFen) }))
    } catch (error) {
      view?.close()
      throw error
    }
  }
  return (
    <FormButton
      block
      size="large"
      type="primary"
      label={say('payNow')}
      title={say('payTitle', { amount: shownMoney(owedFen) })}
      consequence={say('payHint')}
      fields={[
        {
          name: 'amountFen',
          label: say('payAmount'),
          kind: 'yuan',
          initial: owedFen / FEN,
        },
      ]}
      onSubmit={({ amountFen }) => pay(Number(amountFen))}
    />
  )
}
