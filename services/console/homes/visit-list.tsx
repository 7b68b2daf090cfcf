import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Segmented, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { dayOf, shownCount, shownDay, shownInstant } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { spanText } from '#console/parts/span-text.ts'
import { useEnterprise } from '#console/parts/use-enterprise.tsx'
import { HomeLink } from './home-link.tsx'
import { type HomePlan, worded } from './home-types.ts'
import styles from './homes.module.css'
import { homeTexts } from './texts.ts'
import { VisitButtons } from './visit-button.tsx'

const STATES = ['open', 'wished', 'done'] as const
type State = (typeof STATES)[number]

type Summary = {
  readonly items: readonly {
    readonly plannedHomes: number
    readonly enteredHomes: number
    readonly partsOverdue: number
  }[]
}

const thisYear = (): number => Number(dayOf(Date.now()).slice(0, 4))

/** How the year stands, all companies in reach together. */
const YearTiles = () => {
  const say = homeTexts.useTexts()
  const year = thisYear()
  const rows =
    useQuery({
      queryKey: ['home-plans', 'summary', year],
      queryFn: ({ signal }) => get<Summary>(`/v1/home-plans/summary?year=${year}`, signal),
    }).data?.items ?? []
  const names = ['plannedHomes', 'enteredHomes', 'partsOverdue'] as const
  return (
    <>
      <strong>{say('year', { n: year })}</strong>
      {names.map((name) => {
        const sum = rows.reduce((total, row) => total + row[name], 0)
        const late = name === 'partsOverdue' && sum > 0
        return (
          <span key={name} className={styles['tile']}>
            {say(name)}{' '}
            <strong className={late ? styles['late'] : undefined}>{shownCount(sum)}</strong>
          </span>
        )
      })}
    </>
  )
}

const PlanYearButton = () => {
  const say = homeTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const { fields } = useEnterprise()
  return (
    <FormButton
      icon={<PlusOutlined />}
      label={say('planYear')}
      consequence={say('planYearHint')}
      fields={[
        ...fields,
        { name: 'year', label: say('yearField'), kind: 'whole', initial: thisYear() },
      ]}
      onSubmit={async (values) => {
        const { planned, complete } = await send<{
          readonly planned: number
          readonly complete: boolean
        }>('POST', '/v1/home-plans', values)
        void message.success(say(complete ? 'planned' : 'plannedMore', { n: planned }))
      }}
    />
  )
}

const useColumns = (state: State, mayAgree: boolean): TableColumnsType<HomePlan> => {
  const say = homeTexts.useTexts()
  return [
    {
      title: say('customer'),
      key: 'customer',
      width: 200,
      render: (_, row) => <HomeLink row={row} />,
    },
    {
      title: say('class'),
      key: 'class',
      width: 170,
      render: (_, row) => (
        <>
          {worded('class', row.class, say)} {row.care && <Tag color="gold">{say('care')}</Tag>}
        </>
      ),
    },
    {
      title: say('due'),
      key: 'due',
      width: 170,
      render: (_, { dueOn, overdue, year, period, periods }) => (
        <>
          <span className={overdue ? styles['late'] : undefined}>{shownDay(dueOn)}</span>{' '}
          {periods > 1 && (
            <span className={styles['quiet']}>
              {say('partOf', { year, n: period, all: periods })}
            </span>
          )}
        </>
      ),
    },
    {
      title: say('attempts'),
      key: 'attempts',
      width: 190,
      render: (_, { attempts, lastAttemptAt }) =>
        lastAttemptAt === null
          ? say('noAttempt')
          : say('attemptsAre', { n: attempts, at: shownInstant(lastAttemptAt) }),
    },
    state === 'done'
      ? {
          title: say('doneOn'),
          key: 'done',
          width: 130,
          render: (_, { doneOn }) => (doneOn === null ? '–' : shownDay(doneOn)),
        }
      : {
          title: say('visit'),
          key: 'visit',
          width: 210,
          render: (_, { visitFrom, visitTo, wishFrom, wishTo }) => (
            <>
              {visitFrom === null || visitTo === null
                ? say('notAgreed')
                : spanText({ from: visitFrom, to: visitTo })}
              {wishFrom !== null && wishTo !== null && (
                <div>
                  <Tag color="warning">{say('wish')}</Tag>
                  {spanText({ from: wishFrom, to: wishTo })}
                </div>
              )}
            </>
          ),
        },
    ...(mayAgree && state !== 'done'
      ? [
          {
            title: '',
            key: 'act',
            width: 200,
            render: (_: unknown, row: HomePlan) => <VisitButtons plan={row} />,
          },
        ]
      : []),
  ]
}

/** 计划与预约: which homes are to be checked, and when somebody comes. */
export const VisitList = () => {
  const say = homeTexts.useTexts()
  const role = useSession()?.role
  const [state, setState] = useState<State>('open')
  const columns = useColumns(state, role !== 'regulator')
  return (
    <>
      <div className={styles['bar']}>
        <Segmented<State>
          aria-label={say('state')}
          value={state}
          onChange={setState}
          options={STATES.map((value) => ({ value, label: say(`plan.${value}`) }))}
        />
        <YearTiles />
        {(role === 'admin' || role === 'office') && <PlanYearButton />}
      </div>
      <PageTable<HomePlan>
        path="/v1/home-plans"
        filter={
          state === 'wished' ? { state: 'open', wished: 'true' } : { state, wished: undefined }
        }
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1140}
        empty={say(state === 'wished' ? 'noWishes' : 'noVisits')}
      />
    </>
  )
}
