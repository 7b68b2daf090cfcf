import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { dayOf, shownMass, shownMoney } from '#console/i18n/format.ts'
import { get, query } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormModal } from '#console/parts/form-modal.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { useRegions } from '#console/parts/use-regions.ts'
import type { Customer, Premises } from './customer.ts'
import { CustomerFinder } from './customer-finder.tsx'
import { officeTexts } from './texts.ts'

type Price = {
  readonly model: string
  readonly labelledNetG: number
  readonly gasFen: number
  readonly deliveryFeeFen: number
}

const QUANTITY = 'quantity '

/** null = not known yet. */
const useFields = (customer: Customer | null): readonly FormField[] | null => {
  const say = officeTexts.useTexts()
  const enabled = customer !== null
  const enterpriseId = customer?.enterpriseId
  const prices = useQuery({
    queryKey: ['prices', enterpriseId],
    enabled,
    queryFn: ({ signal }) =>
      get<Page<Price>>(
        `/v1/prices${query({ enterpriseId, on: dayOf(Date.now()), limit: 100 })}`,
        signal,
      ),
  })
  const homes = useQuery({
    queryKey: ['premises', customer?.id],
    enabled,
    queryFn: ({ signal }) =>
      get<Page<Premises>>(`/v1/customers/${customer?.id ?? ''}/premises`, signal),
  })
  const open = homes.data?.items.filter(({ closedAt }) => closedAt === null) ?? []
  const called = useRegions(open.map(({ region }) => region))
  if (homes.data === undefined || prices.data === undefined) return null
  return [
    {
      name: 'premisesId',
      label: say('premises'),
      kind: 'choice',
      optional: true,
      ...(open.length === 1 && open[0] !== undefined ? { initial: open[0].id } : {}),
      options: open.map(({ id, address, region }) => ({
        value: id,
        label: address ?? called(region),
      })),
    },
    {
      name: 'channel',
      label: say('channel'),
      kind: 'choice',
      initial: 'delivery',
      options: [
        { value: 'delivery', label: say('delivery') },
        { value: 'pickup', label: say('pickup') },
      ],
    },
    ...prices.data.items.map(
      ({ model, labelledNetG, gasFen, deliveryFeeFen }): FormField => ({
        name: QUANTITY + model,
        label: `${model} · ${shownMass(labelledNetG)} · ${shownMoney(gasFen + deliveryFeeFen)}`,
        kind: 'whole',
        optional: true,
      }),
    ),
    { name: 'appointment', label: say('appointment'), kind: 'span', optional: true },
  ]
}

const linesOf = (values: FormValues) =>
  Object.entries(values).flatMap(([name, quantity]) =>
    name.startsWith(QUANTITY) && typeof quantity === 'number' && quantity > 0
      ? [{ model: name.slice(QUANTITY.length), quantity }]
      : [],
  )

/** 新订单: for a customer that is known, or one that is found first. */
export const NewOrderButton = ({ customer = null }: { readonly customer?: Customer | null }) => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const [open, setOpen] = useState(false)
  const [found, setFound] = useState<Customer | null>(null)
  const buyer = customer ?? found
  const fields = useFields(open ? buyer : null)
  const close = (): void => {
    setOpen(false)
    setFound(null)
  }
  const place = ({ premisesId, channel, appointment, ...rest }: FormValues): Promise<unknown> =>
    send('POST', '/v1/orders', {
      customerId: buyer?.id,
      premisesId,
      channel,
      lines: linesOf(rest),
      ...(appointment === undefined ? {} : { appointment }),
    })
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen(true)}>
        {say('newOrder')}
      </Button>
      <Modal
        open={open && buyer === null}
        title={say('newOrder')}
        footer={null}
        destroyOnHidden
        onCancel={close}
      >
        <p>{say('findFirst')}</p>
        <CustomerFinder onFound={setFound} />
      </Modal>
      {buyer !== null && fields !== null && (
        <FormModal
          open={open}
          title={say('orderFor', { name: buyer.name ?? buyer.phone ?? '' })}
          okText={say('placeOrder')}
          fields={fields}
          onSubmit={place}
          onClose={close}
        />
      )}
    </>
  )
}
