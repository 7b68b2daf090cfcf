import { EnvironmentOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Empty, Tag } from 'antd'
import { shownInstant } from '#console/i18n/format.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { isOffline, RequestFailed } from '#console/net/problem.ts'
import type { Stop } from '#schemas/api/stop.ts'
import { CourierPage } from './courier-page.tsx'
import type { Outgoing } from './keep/phone-store.ts'
import { useDay } from './keep/use-day.ts'
import { useOutbox } from './keep/use-outbox.ts'
import { spanText } from '#console/parts/span-text.ts'
import styles from './stops-page.module.css'
import { courierTexts } from './texts.ts'

type StateOf = (orderId: string) => Outgoing | undefined

const StopState = ({ told }: { readonly told: Outgoing | undefined }) => {
  const say = courierTexts.useTexts()
  if (told === undefined) return null
  if (told.state === 'refused') return <Tag color="error">{say('refused')}</Tag>
  return (
    <Tag color={told.state === 'sent' ? 'success' : 'warning'}>
      {say(told.state === 'sent' ? 'sent' : 'notSent')}
    </Tag>
  )
}

const StopCard = ({
  stop: { order, customer, address },
  told,
}: {
  readonly stop: Stop
  readonly told: Outgoing | undefined
}) => {
  const say = courierTexts.useTexts()
  const ordered = order.lines.map(({ model, quantity }) => `${model} × ${quantity}`).join(', ')
  return (
    <li className={styles['stop']}>
      <Link to="/courier/stops/$id" params={{ id: order.id }} className={styles['open'] ?? ''}>
        <span className={styles['head']}>
          <strong>{customer.name ?? say('erased')}</strong>
          <StopState told={told} />
        </span>
        <span>
          <EnvironmentOutlined aria-hidden /> {address ?? say('noAddress')}
        </span>
        <span className={styles['when']}>
          <span className="numbers">
            {order.appointment === null ? say('noAppointment') : spanText(order.appointment)}
          </span>
          <span>{ordered}</span>
        </span>
      </Link>
    </li>
  )
}

/** What is told of an order; the last word counts. */
const toldOf =
  (outbox: readonly Outgoing[]): StateOf =>
  (orderId) =>
    outbox.find((row) => row.orderId === orderId && row.kind !== 'verification')

const StopsPage = () => {
  const say = courierTexts.useTexts()
  const asked = useDay()
  const told = toldOf(useOutbox())
  const stale = asked.error instanceof RequestFailed && !isOffline(asked.error)
  return (
    <CourierPage>
      <Loaded query={asked}>
        {({ day, at }) => (
          <>
            <div className={styles['title']}>
              <h1>{say('stops', { n: day.items.length })}</h1>
              <Button loading={asked.isFetching} onClick={() => void asked.refetch()}>
                {say('refresh')}
              </Button>
            </div>
            <p className={styles['quiet']}>
              {say('asOf', { time: shownInstant(new Date(at).toISOString()) })}
            </p>
            {stale && <ProblemAlert error={asked.error} />}
            {day.items.length === 0 && (
              <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noStops')} />
            )}
            <ul className={styles['list']}>
              {day.items.map((stop) => (
                <StopCard key={stop.order.id} stop={stop} told={told(stop.order.id)} />
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </CourierPage>
  )
}

export default StopsPage
