import { PhoneOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { shownDay } from '#console/i18n/format.ts'
import { get, query } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormModal } from '#console/parts/form-modal.tsx'
import { callBackBody, useCallBackFields } from './call-back-fields.ts'
import { qualityTexts } from './texts.ts'

type Order = { readonly id: string; readonly no: string; readonly createdAt: string }

/** 记录回访: what the customer said, or that nobody was reached. */
export const CallBackButton = ({
  customerId,
  name,
}: {
  readonly customerId: string
  readonly name: string
}) => {
  const say = qualityTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const orders =
    useQuery({
      enabled: open,
      queryKey: ['delivered', customerId],
      queryFn: ({ signal }) => {
        const asked = { customerId, state: 'delivered', limit: 20 }
        return get<Page<Order>>(`/v1/orders${query(asked)}`, signal)
      },
    }).data?.items ?? []
  const fields = useCallBackFields(
    orders.map(({ id, no, createdAt }) => ({
      value: id,
      label: `${no} · ${shownDay(createdAt.slice(0, 10))}`,
    })),
  )
  return (
    <>
      <Button icon={<PhoneOutlined />} onClick={() => setOpen(true)}>
        {say('record')}
      </Button>
      <FormModal
        open={open}
        title={`${say('record')} · ${name}`}
        fields={fields}
        onSubmit={async (values) => {
          await send('POST', '/v1/call-backs', callBackBody(customerId, values))
          void message.success(say('recorded'))
        }}
        onClose={() => setOpen(false)}
      />
    </>
  )
}
