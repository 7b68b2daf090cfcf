import { Card, Tag, type TableColumnsType } from 'antd'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { PageTable } from '#console/parts/page-table.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { regulatorTexts } from './texts.ts'

type Station = {
  readonly id: string
  readonly name: string
  readonly enterpriseId: string
  readonly locked: boolean
  readonly lockReason: string | null
  readonly lockedBy: string | null
}

/** 全站锁定: every scale of a station at once. */
export const StationLocks = () => {
  const say = regulatorTexts.useTexts()
  const send = useSend()
  const names = useNames()
  const role = useSession()?.role
  const columns: TableColumnsType<Station> = [
    { title: say('station'), dataIndex: 'name', width: 180 },
    { title: say('company'), dataIndex: 'enterpriseId', width: 220, render: names.enterprise },
    {
      title: say('state'),
      key: 'state',
      width: 320,
      render: (_, { locked, lockReason, lockedBy }) =>
        locked ? (
          <>
            <Tag color="error">{say('locked')}</Tag>
            {[lockReason, lockedBy?.split(':')[1]].filter((part) => part).join(' · ')}
          </>
        ) : (
          <Tag color="success">{say('working')}</Tag>
        ),
    },
    ...(role === 'regulator' || role === 'admin' || role === 'office'
      ? [
          {
            title: '',
            key: 'act',
            width: 140,
            align: 'end' as const,
            render: (_: unknown, { id, name, locked }: Station) => {
              const action = locked ? 'unlock' : 'lock'
              return (
                <ReasonButton
                  size="small"
                  danger={!locked}
                  label={say(locked ? 'unlock' : 'lockStation')}
                  consequence={`${name}: ${say(locked ? 'unlockStationHint' : 'lockStationHint')}`}
                  reasonLabel={say('lockReason')}
                  onConfirm={(reason) =>
                    send('POST', `/v1/stations/${encodeURIComponent(id)}/${action}`, { reason })
                  }
                />
              )
            },
          },
        ]
      : []),
  ]
  return (
    <Card title={say('stationLocks')} size="small">
      <PageTable<Station>
        path="/v1/stations"
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={860}
      />
    </Card>
  )
}
