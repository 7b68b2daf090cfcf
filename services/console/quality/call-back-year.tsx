import { useQuery } from '@tanstack/react-query'
import { Card, Empty, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { callBackYear } from '#schemas/api/call-back.ts'
import { dayOf, shownShare } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { NameSelect } from '#console/parts/name-select.tsx'
import { ShareList } from '#console/parts/share-list.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { CallBackPlans } from './call-back-plans.tsx'
import styles from './quality.module.css'
import { qualityTexts } from './texts.ts'

type Year = z.infer<typeof callBackYear>['items'][number]

const BACK = 3

const OneYear = ({ row }: { readonly row: Year }) => {
  const say = qualityTexts.useTexts()
  const names = useNames()
  const { deliveries, repairs, plannedShare, met } = row
  const plan =
    plannedShare === null ? say('noPlan') : say('planned', { share: shownShare(plannedShare) })
  return (
    <Card
      size="small"
      title={names.enterprise(row.enterpriseId)}
      extra={
        met !== null && <Tag color={met ? 'success' : 'error'}>{say(met ? 'met' : 'notMet')}</Tag>
      }
    >
      <ShareList
        rows={[
          {
            key: 'all',
            name: say('services'),
            part: deliveries.calledBack + repairs.calledBack,
            whole: deliveries.services + repairs.services,
            note: plan,
            short: met === false,
          },
          {
            key: 'deliveries',
            name: say('deliveries'),
            part: deliveries.calledBack,
            whole: deliveries.services,
          },
          {
            key: 'repairs',
            name: say('repairs'),
            part: repairs.calledBack,
            whole: repairs.services,
          },
        ]}
      />
      <p className={styles['foot']}>
        <Tag color={row.dissatisfied > 0 ? 'error' : 'default'}>
          {`${say('dissatisfiedCount')} ${say('times', { n: row.dissatisfied })}`}
        </Tag>
        <Tag>{`${say('guidedCount')} ${say('times', { n: row.guided })}`}</Tag>
      </p>
    </Card>
  )
}

/** The share of a year's services that were called back, against the plan, and the plans themselves. */
export const CallBackYear = () => {
  const say = qualityTexts.useTexts()
  const thisYear = Number(dayOf(Date.now()).slice(0, 4))
  const [year, setYear] = useState(thisYear)
  const found = useQuery({
    queryKey: ['call-back-year', year],
    queryFn: ({ signal }) =>
      get<z.infer<typeof callBackYear>>(`/v1/call-backs/summary?year=${year}`, signal),
  })
  return (
    <div className={styles['parts']}>
      <div>
        <NameSelect
          label={say('year')}
          allowClear={false}
          value={String(year)}
          onChange={(next: string) => setYear(Number(next))}
          options={Array.from({ length: BACK }, (_, n) => ({
            value: String(thisYear - n),
            label: say('yearOf', { year: thisYear - n }),
          }))}
        />
      </div>
      <Loaded query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty description={say('noYear')} />
          ) : (
            <>
              {items.map((row) => (
                <OneYear key={row.enterpriseId} row={row} />
              ))}
            </>
          )
        }
      </Loaded>
      <CallBackPlans year={year} />
    </div>
  )
}
