import { PlusOutlined } from '@ant-design/icons'
import { Card, Empty, type TableColumnsType, Tag } from 'antd'
import { shownDay, shownInstant, shownList } from '#console/i18n/format.ts'
import { usePages } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import type { Round, Route } from './hazard-types.ts'
import styles from './safety.module.css'
import { safetyTexts } from './texts.ts'
import { useStationField } from './use-station-field.ts'
import { WalkButton } from './walk-button.tsx'

const linesOf = (text: unknown): readonly string[] =>
  String(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

const NewRoute = () => {
  const say = safetyTexts.useTexts()
  const send = useSend()
  const station = useStationField()
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('newRoute')}
      fields={[
        station,
        { name: 'name', label: say('routeName'), kind: 'text', maxLength: 64 },
        { name: 'everyDays', label: say('everyDays'), kind: 'whole', initial: 1 },
        {
          name: 'items',
          label: say('items'),
          kind: 'area',
          maxLength: 5000,
          hint: say('itemsHint'),
        },
        {
          name: 'from',
          label: say('fromDay'),
          kind: 'day',
          optional: true,
          hint: say('fromDayHint'),
        },
      ]}
      onSubmit={({ items, ...values }) =>
        send('POST', '/v1/patrol-routes', { ...values, items: linesOf(items) })
      }
    />
  )
}

const RouteCard = ({ route, mayWalk }: { readonly route: Route; readonly mayWalk: boolean }) => {
  const say = safetyTexts.useTexts()
  const { site } = useNames()
  const { name, stationId, everyDays, items, lastDoneAt, dueOn, overdue } = route
  return (
    <li>
      <span className={styles['line']}>
        <strong>{name}</strong>
        {overdue && <Tag color="error">{say('overdue')}</Tag>}
      </span>
      <span>{site(stationId)}</span>
      <span className={styles['quiet']}>
        {everyDays === 1 ? say('everyDay') : say('every', { n: everyDays })} ·{' '}
        {say('itemsCount', { n: items.length })}
      </span>
      <span className={overdue ? styles['late'] : undefined}>
        {say('nextOn', { day: shownDay(dueOn) })}
      </span>
      <span className={styles['quiet']}>
        {lastDoneAt === null ? say('never') : say('lastAt', { at: shownInstant(lastDoneAt) })}
      </span>
      {mayWalk && (
        <span className="no-print">
          <WalkButton route={route} />
        </span>
      )}
    </li>
  )
}

const Rounds = ({ routes }: { readonly routes: readonly Route[] }) => {
  const say = safetyTexts.useTexts()
  const { site } = useNames()
  const columns: TableColumnsType<Round> = [
    {
      title: say('route'),
      key: 'route',
      width: 200,
      render: (_, { routeId }) => routes.find(({ id }) => id === routeId)?.name ?? '–',
    },
    { title: say('station'), dataIndex: 'stationId', width: 160, render: site },
    { title: say('at'), dataIndex: 'doneAt', width: 170, render: shownInstant },
    {
      title: say('seen'),
      key: 'results',
      width: 400,
      render: (_, { results }) => {
        const wrong = results.filter(({ ok }) => !ok)
        return wrong.length === 0 ? (
          <Tag color="success">{say('allOk')}</Tag>
        ) : (
          <>
            <Tag color="warning">{say('wrongCount', { n: wrong.length })}</Tag>{' '}
            {shownList(wrong.map(({ item }) => item))}
          </>
        )
      },
    },
  ]
  return (
    <Card size="small" title={say('rounds')}>
      <PageTable<Round>
        path="/v1/patrols"
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={930}
        empty={say('noRounds')}
      />
    </Card>
  )
}

/** 设施巡查 (R004-A2-10): routes, when each is due, and what was seen. */
const PatrolsPage = () => {
  const say = safetyTexts.useTexts()
  const role = useSession()?.role
  const routes = usePages<Route>('/v1/patrol-routes')
  return (
    <>
      <PageHead title={say('patrols')} hint={say('patrolsHint')}>
        {(role === 'admin' || role === 'office') && <NewRoute />}
      </PageHead>
      <Loaded query={routes}>
        {() => (
          <div className={styles['parts']}>
            {routes.rows.length === 0 ? (
              <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noRoutes')} />
            ) : (
              <ul className={styles['cards']} aria-label={say('routes')}>
                {routes.rows.map((route) => (
                  <RouteCard key={route.id} route={route} mayWalk={role !== 'regulator'} />
                ))}
              </ul>
            )}
            <Rounds routes={routes.rows} />
          </div>
        )}
      </Loaded>
    </>
  )
}

export default PatrolsPage
