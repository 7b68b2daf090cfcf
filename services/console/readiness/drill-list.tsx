import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Card, type TableColumnsType, Tag } from 'antd'
import type { z } from 'zod'
import type { drill, drillPeriods, plan } from '#schemas/api/emergency-plan.ts'
import { dayOf, shownCount, shownDay } from '#console/i18n/format.ts'
import { get, query } from '#console/net/call.ts'
import { usePages } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { ClauseRef } from '#console/parts/clause-ref.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import styles from './readiness.module.css'
import { type ReadinessWord, readinessTexts } from './texts.ts'

type Drill = z.infer<typeof drill>
type Periods = z.infer<typeof drillPeriods>

const KINDS = ['company', 'user'] as const

const NewDrill = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = readinessTexts.useTexts()
  const send = useSend()
  const { rows } = usePages<z.infer<typeof plan>>('/v1/emergency-plans', { enterpriseId })
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('newDrill')}
      fields={[
        {
          name: 'kind',
          label: say('drillKind'),
          kind: 'choice',
          initial: 'company',
          options: KINDS.map((value) => ({ value, label: say(`drill.${value}`) })),
        },
        {
          name: 'planId',
          label: say('ofPlan'),
          kind: 'choice',
          optional: true,
          options: rows.map(({ id, title, version }) => ({
            value: id,
            label: `${title} · ${version}`,
          })),
        },
        { name: 'heldOn', label: say('heldOn'), kind: 'day' },
        { name: 'topic', label: say('topic'), kind: 'text' },
        { name: 'people', label: say('people'), kind: 'whole' },
        { name: 'minutes', label: say('lasted'), kind: 'whole', initial: 60 },
        { name: 'passed', label: say('passed'), kind: 'flag', initial: true },
        {
          name: 'improvements',
          label: say('improvements'),
          kind: 'area',
          maxLength: 2000,
          optional: true,
        },
        {
          name: 'photo',
          label: say('photo'),
          kind: 'picture',
          optional: true,
          upload: uploadPicture({ kind: 'photo', enterpriseId }),
        },
      ]}
      onSubmit={({ photo, passed, ...values }) =>
        send('POST', '/v1/drills', {
          enterpriseId,
          ...values,
          passed: passed === true,
          ...(photo === undefined ? {} : { photos: [photo] }),
        })
      }
    />
  )
}

/** Half-years and years with the drills held in them. */
const DrillPeriods = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = readinessTexts.useTexts()
  const year = dayOf(Date.now()).slice(0, 4)
  const found = useQuery({
    queryKey: ['drill-periods', enterpriseId, year],
    queryFn: ({ signal }) => {
      const asked = { enterpriseId, from: `${year}-01-01`, to: `${year}-12-31` }
      return get<Periods>(`/v1/drill-periods${query(asked)}`, signal)
    },
  })
  return (
    <Card size="small" title={say('periods', { year })}>
      <Loaded query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles['quiet']}>{say('noPeriod')}</p>
          ) : (
            <ul className={styles['list']}>
              {items.map(({ kind, from, to, drills, overdue, clause }) => (
                <li key={`${kind} ${from}`}>
                  <strong>{say(`drill.${kind}` as ReadinessWord)}</strong>
                  <span>{`${shownDay(from)} – ${shownDay(to)}`}</span>
                  <Tag color={overdue ? 'error' : drills > 0 ? 'success' : 'warning'}>
                    {overdue
                      ? say('drillMissed')
                      : drills > 0
                        ? say('drillsHeld', { n: drills })
                        : say('drillAwaited')}
                  </Tag>
                  <ClauseRef id={clause} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

/** 应急演练: what the rules ask for, and what was held. */
export const DrillList = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = readinessTexts.useTexts()
  const mayWrite = useSession()?.role !== 'regulator'
  const columns: TableColumnsType<Drill> = [
    { title: say('heldOn'), dataIndex: 'heldOn', width: 120, render: shownDay },
    { title: say('topic'), dataIndex: 'topic', width: 260 },
    {
      title: say('drillKind'),
      dataIndex: 'kind',
      width: 130,
      render: (kind: string) => say(`drill.${kind}` as ReadinessWord),
    },
    {
      title: say('passed'),
      dataIndex: 'passed',
      width: 110,
      render: (passed: boolean) => (
        <Tag color={passed ? 'success' : 'error'}>{say(passed ? 'wasPassed' : 'notPassed')}</Tag>
      ),
    },
    { title: say('people'), dataIndex: 'people', width: 90, render: shownCount },
    {
      title: say('lasted'),
      dataIndex: 'minutes',
      width: 120,
      render: (n: number) => say('minutes', { n: shownCount(n) }),
    },
    { title: say('improvements'), dataIndex: 'improvements', width: 260 },
  ]
  return (
    <div className={styles['parts']}>
      <DrillPeriods enterpriseId={enterpriseId} />
      {mayWrite && (
        <div>
          <NewDrill enterpriseId={enterpriseId} />
        </div>
      )}
      <PageTable<Drill>
        path="/v1/drills"
        filter={{ enterpriseId }}
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1090}
        empty={say('noDrill')}
      />
    </div>
  )
}
