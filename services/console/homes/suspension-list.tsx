import { Segmented, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { shownInstant } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { PageTable } from '#console/parts/page-table.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import { HomeLink } from './home-link.tsx'
import { type Suspension, worded } from './home-types.ts'
import styles from './homes.module.css'
import { homeTexts } from './texts.ts'

const STATES = ['open', 'lifted'] as const
type State = (typeof STATES)[number]

/** 暂停供气: places to which nothing is sold. */
export const SuspensionList = () => {
  const say = homeTexts.useTexts()
  const send = useSend()
  const role = useSession()?.role
  const [state, setState] = useState<State>('open')
  const mayLift = state === 'open' && (role === 'admin' || role === 'office')
  const columns: TableColumnsType<Suspension> = [
    {
      title: say('customer'),
      key: 'customer',
      width: 210,
      render: (_, row) => <HomeLink row={row} />,
    },
    { title: say('suspensionNo'), dataIndex: 'no', width: 190 },
    {
      title: say('reason'),
      dataIndex: 'reason',
      width: 200,
      render: (reason: string) => worded('reason', reason, say),
    },
    { title: say('from'), dataIndex: 'effectiveAt', width: 170, render: shownInstant },
    {
      title: say('suspension.lifted'),
      key: 'lifted',
      width: 240,
      render: (_, { liftedAt, liftReason }) =>
        liftedAt === null ? '–' : `${shownInstant(liftedAt)} ${liftReason ?? ''}`,
    },
    ...(mayLift
      ? [
          {
            title: '',
            key: 'act',
            width: 120,
            render: (_: unknown, { id }: Suspension) => (
              <ReasonButton
                size="small"
                label={say('lift')}
                consequence={say('liftHint')}
                reasonLabel={say('reason')}
                onConfirm={(reason) =>
                  send('POST', `/v1/supply-suspensions/${id}/lift`, { reason })
                }
              />
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      <div className={styles['tabs']}>
        <Segmented<State>
          aria-label={say('state')}
          value={state}
          onChange={setState}
          options={STATES.map((value) => ({ value, label: say(`suspension.${value}`) }))}
        />
        {mayLift && <p className={styles['quiet']}>{say('suspendWhere')}</p>}
      </div>
      <PageTable<Suspension>
        path="/v1/supply-suspensions"
        filter={{ state }}
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1130}
        empty={say('noSuspensions')}
      />
    </>
  )
}
