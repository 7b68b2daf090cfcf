import { EnvironmentOutlined, PhoneOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Result } from 'antd'
import { shownDay } from '#console/i18n/format.ts'
import { RequestFailed } from '#console/net/problem.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { spanText } from '#console/parts/span-text.ts'
import type { Stop } from '#schemas/api/stop.ts'
import { CourierPage } from './courier-page.tsx'
import { useDay } from './keep/use-day.ts'
import { useOutbox } from './keep/use-outbox.ts'
import { courierTexts } from './texts.ts'
import { ToldCard } from './visit/told-card.tsx'
import { VisitEditor } from './visit/visit-editor.tsx'
import styles from './visit/visit.module.css'

const Head = ({ stop: { order, customer, address, prefill } }: { readonly stop: Stop }) => {
  const say = courierTexts.useTexts()
  return (
    <section className={styles['section']}>
      <h1>{customer.name ?? say('erased')}</h1>
      <p>
        <EnvironmentOutlined aria-hidden /> {address ?? say('noAddress')}
      </p>
      {customer.phone !== null && (
        <a className={styles['phone']} href={`tel:${customer.phone}`}>
          <PhoneOutlined aria-hidden /> {customer.phone}
        </a>
      )}
      <p>{order.lines.map(({ model, quantity }) => `${model} × ${quantity}`).join(', ')}</p>
      <p className="numbers">
        <strong>
          {order.appointment === null ? say('noAppointment') : spanText(order.appointment)}
        </strong>
      </p>
      <p className={styles['quiet']}>{order.no}</p>
      {prefill.rectifications.map(({ id, dueOn }) => (
        <Alert
          key={id}
          type="warning"
          showIcon
          title={say('openHazard', { day: shownDay(String(dueOn)) })}
        />
      ))}
    </section>
  )
}

const VisitPage = () => {
  const say = courierTexts.useTexts()
  const { id }: Readonly<Record<string, string>> = useParams({ strict: false })
  const asked = useDay()
  const told = useOutbox().find((row) => row.orderId === id && row.kind !== 'verification')
  const refused = told?.state === 'refused' ? told : undefined
  if (told !== undefined && refused === undefined) {
    return (
      <CourierPage>
        <ToldCard told={told} />
      </CourierPage>
    )
  }
  return (
    <CourierPage>
      <Loaded query={asked}>
        {({ day }) => {
          const stop = day.items.find(({ order }) => order.id === id)
          if (stop === undefined) {
            return (
              <Result
                status="info"
                title={say('noSuchStop')}
                subTitle={say('noSuchStopHint')}
                extra={
                  <Link to="/courier" className={styles['phone'] ?? ''}>
                    {say('backToStops')}
                  </Link>
                }
              />
            )
          }
          return (
            <>
              <Head stop={stop} />
              {refused?.refused && (
                <ProblemAlert
                  error={
                    new RequestFailed(
                      refused.refused.status,
                      refused.refused.code,
                      refused.refused.problem,
                    )
                  }
                />
              )}
              <VisitEditor key={stop.order.id} stop={stop} van={day.van} refused={refused} />
            </>
          )
        }}
      </Loaded>
    </CourierPage>
  )
}

export default VisitPage
