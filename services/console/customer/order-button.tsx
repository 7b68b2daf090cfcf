import { useQuery } from '@tanstack/react-query'
import { App } from 'antd'
import { shownMass, shownMoney } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { slotFields, slotOf } from '#console/parts/time-slot.ts'
import type { Me } from '#schemas/api/account.ts'
import { customerTexts } from './texts.ts'

type Offer = { readonly model: string; readonly gasFen: number; readonly labelledNetG: number }

/** The sizes with their prices, as the enterprise has published them. */
const useOffers = (enterpriseId: string) =>
  useQuery({
    queryKey: ['my', 'offers', enterpriseId],
    queryFn: async ({ signal }) => {
      const path = `/v1/public/enterprises/${encodeURIComponent(enterpriseId)}`
      return (await get<{ readonly prices: readonly Offer[] }>(path, signal)).prices
    },
    staleTime: 10 * 60_000,
  })

export const OrderButton = ({ me: { customer, premises } }: { readonly me: Me }) => {
  const say = customerTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const { data: offers } = useOffers(customer.enterpriseId)
  const homes = premises.filter(({ closedAt }) => closedAt === null)
  if (homes.length === 0) return <p>{say('noHome')}</p>
  if (offers === undefined) return null
  if (offers.length === 0) return <p>{say('noPrice')}</p>
  const order = async (values: FormValues): Promise<void> => {
    const appointment = slotOf(values)
    await send('POST', '/v1/me/orders', {
      premisesId: values['premisesId'],
      lines: [{ model: values['model'], quantity: values['quantity'] }],
      ...(appointment === null ? {} : { appointment }),
    })
    void message.success(say('ordered'))
  }
  return (
    <FormButton
      type="primary"
      size="large"
      block
      label={say('orderGas')}
      fields={[
        {
          name: 'premisesId',
          label: say('where'),
          kind: 'choice',
          options: homes.map(({ id, address }) => ({ value: id, label: address ?? id })),
          ...(homes[0] === undefined ? {} : { initial: homes[0].id }),
        },
        {
          name: 'model',
          label: say('model'),
          kind: 'choice',
          options: offers.map(({ model, gasFen, labelledNetG }) => ({
            value: model,
            label: say('price', { model, kg: shownMass(labelledNetG), price: shownMoney(gasFen) }),
          })),
          ...(offers[0] === undefined ? {} : { initial: offers[0].model }),
        },
        { name: 'quantity', label: say('quantity'), kind: 'whole', initial: 1 },
        ...slotFields(
          { day: say('day'), slot: say('slot') },
          { optional: true, hint: say('anyTime') },
        ),
      ]}
      onSubmit={order}
    />
  )
}
