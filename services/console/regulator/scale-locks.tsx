import { Card, Tag, type TableColumnsType } from 'antd'
import { shownDay } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { PageTable } from '#console/parts/page-table.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { regulatorTexts } from './texts.ts'

type Scale = {
  readonly id: string
  readonly stationId: string
  readonly verifiedUntil: string | null
  readonly locked: boolean
  readonly lockReason: string | null
  readonly lockedBy: string | null
}

/** A lock says what it does, and asks why. */
const LockButton = ({ scale }: { readonly scale: Scale }) => {
  const say = regulatorTexts.useTexts()
  const send = useSend()
  const action = scale.locked ? 'unlock' : 'lock'
  return (
    <ReasonButton
      size="small"
      danger={!scale.locked}
      label={say(action)}
      consequence={`${scale.id}: ${say(scale.locked ? 'unlockHint' : 'lockHint')}`}
      reasonLabel={say('lockReason')}
      onConfirm={(reason) =>
        send('POST', `/v1/scales/${encodeURIComponent(scale.id)}/${action}`, { reason })
      }
    />
  )
}

/** 远程锁定: the scales within reach, whether they may fill, and why not. */
export const ScaleLocks = () => {
  const say = regulatorTexts.useTexts()
  const names = useNames()
  const session = useSession()
  const may = session !== null && ['regulator', 'admin', 'office'].includes(session.role)
  const columns: TableColumnsType<Scale> = [
    { title: say('scale'), dataIndex: 'id', width: 130 },
    { title: say('station'), dataIndex: 'stationId', width: 180, render: names.site },
    {
      title: say('verified'),
      dataIndex: 'verifiedUntil',
      width: 130,
      render: (day: string | null) => (day === null ? '–' : shownDay(day)),
    },
    {
      title: say('state'),
      key: 'state',
      width: 300,
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
    ...(may
      ? [
          {
            title: '',
            key: 'act',
            width: 120,
            align: 'end' as const,
            render: (_: unknown, scale: Scale) => <LockButton scale={scale} />,
          },
        ]
      : []),
  ]
  return (
    <Card title={say('scales')} size="small">
      <PageTable<Scale> path="/v1/scales" columns={columns} rowKey={({ id }) => id} widthPx={860} />
    </Card>
  )
}
