import { useQuery } from '@tanstack/react-query'
import { DatePicker, Modal, Radio, Tag } from 'antd'
import { useState } from 'react'
import { shownCount, shownDay } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSend } from '#console/net/use-send.ts'
import { forPeople } from '#console/parts/for-people.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { NameSelect } from '#console/parts/name-select.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import styles from './assign-modal.module.css'
import type { Order } from './order.ts'
import { officeTexts } from './texts.ts'
import { MINUTE_FORMAT } from '#console/parts/minute-format.ts'

type Courier = {
  readonly id: string
  readonly username: string
  readonly role: string
  readonly openOrders: number
  readonly refusal: { readonly message: { readonly zh: string; readonly en: string } } | null
}

type Paper = {
  readonly holder: string
  readonly holderId: string
  readonly expired: boolean
  readonly validUntil: string
}

type Span = { readonly from: string; readonly to: string }

/** Whose papers are over: said beside the vehicle, because it will not be let out of the gate. */
const useExpired = () => {
  const { data } = useQuery({
    queryKey: ['expired-papers'],
    queryFn: ({ signal }) => get<Page<Paper>>('/v1/papers/due?limit=500', signal),
  })
  const ended = new Map<string, string>()
  for (const { holder, holderId, expired, validUntil } of data?.items ?? []) {
    if (holder === 'vehicle' && expired) ended.set(holderId, validUntil)
  }
  return ended
}

const Couriers = ({
  order,
  value,
  onChange,
}: {
  readonly order: Order
  readonly value: string | null
  readonly onChange: (id: string) => void
}) => {
  const say = officeTexts.useTexts()
  const language = useLanguage()
  const couriers = useQuery({
    queryKey: ['couriers', order.id],
    queryFn: ({ signal }) =>
      get<{ readonly items: readonly Courier[] }>(`/v1/orders/${order.id}/couriers`, signal),
  })
  return (
    <Loaded query={couriers}>
      {({ items }) => (
        <Radio.Group
          className={styles['couriers'] ?? ''}
          aria-label={say('courier')}
          value={value}
          onChange={({ target }) => onChange(target.value as string)}
        >
          {items.map(({ id, username, role, openOrders, refusal }) => (
            <Radio key={id} value={id} disabled={refusal !== null}>
              {username}{' '}
              {role !== 'courier' && (
                <Tag>{say(role === 'station' ? 'atStation' : 'atOffice')}</Tag>
              )}
              <span className={styles['quiet']}>
                {say('openOrders', { n: shownCount(openOrders) })}
              </span>
              {refusal !== null && (
                <span className={styles['refusal']}>{forPeople(refusal.message[language])}</span>
              )}
            </Radio>
          ))}
          {items.length === 0 && <p className={styles['quiet']}>{say('noCourier')}</p>}
        </Radio.Group>
      )}
    </Loaded>
  )
}

const Assignment = ({
  order,
  onClose,
}: {
  readonly order: Order
  readonly onClose: () => void
}) => {
  const say = officeTexts.useTexts()
  const common = shellTexts.useTexts()
  const send = useSend()
  const { vehicles } = useNames()
  const expired = useExpired()
  const [courierId, setCourier] = useState(order.courierId)
  const [vehicle, setVehicle] = useState(order.vehicle ?? undefined)
  const [appointment, setAppointment] = useState<Span>()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const assign = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      const listed = order.cylinders.filter(({ state }) => state === 'assigned')
      await send('POST', `/v1/orders/${order.id}/assign`, {
        courierId,
        ...(vehicle === undefined ? {} : { vehicle }),
        ...(appointment === undefined ? {} : { appointment }),
        cylinders: listed.map(({ code }) => code),
      })
      onClose()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={say('assignTitle', { no: order.no })}
      onCancel={onClose}
      onOk={() => void assign()}
      okText={say('assign')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: courierId === null }}
      confirmLoading={busy}
    >
      <div className={styles['parts']}>
        <h3>{say('courier')}</h3>
        <Couriers order={order} value={courierId} onChange={setCourier} />
        <h3>{say('vehicle')}</h3>
        <NameSelect
          label={say('vehicle')}
          value={vehicle}
          onChange={(id?: string) => setVehicle(id)}
          options={vehicles.map(({ id, plateNo }) => {
            const until = expired.get(id)
            return {
              value: id,
              label:
                until === undefined
                  ? plateNo
                  : `${plateNo} · ${say('papersOver', { day: shownDay(until) })}`,
              disabled: until !== undefined,
            }
          })}
        />
        <h3>{say('appointment')}</h3>
        <DatePicker.RangePicker
          showTime={{ format: 'HH:mm' }}
          format={MINUTE_FORMAT}
          aria-label={say('appointment')}
          onChange={(dates) => {
            const [from, to] = dates ?? []
            setAppointment(
              from && to
                ? {
                    from: from.toISOString(),
                    to: to.toISOString(),
                  }
                : undefined,
            )
          }}
        />
        <ProblemAlert error={error} />
      </div>
    </Modal>
  )
}

/** 派单: to whom, in which vehicle, when. */
export const AssignModal = ({
  order,
  onClose,
}: {
  readonly order: Order | null
  readonly onClose: () => void
}) => (order === null ? null : <Assignment key={order.id} order={order} onClose={onClose} />)
