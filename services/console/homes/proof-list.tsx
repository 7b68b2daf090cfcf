import { Tag, type TableColumnsType } from 'antd'
import { shownDay, shownInstant } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { ObjectButton } from '#console/parts/object-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import type { RepairProof } from './home-types.ts'
import styles from './homes.module.css'
import { homeTexts } from './texts.ts'

const Decide = ({ row: { id } }: { readonly row: RepairProof }) => {
  const say = homeTexts.useTexts()
  const send = useSend()
  const path = `/v1/repair-proofs/${id}/decision`
  return (
    <div className={styles['acts']}>
      <FormButton
        size="small"
        type="primary"
        label={say('take')}
        consequence={say('takeHint')}
        fields={[]}
        onSubmit={() => send('POST', path, { accepted: true })}
      />
      <ReasonButton
        size="small"
        danger
        label={say('turnDown')}
        consequence={say('turnDownHint')}
        reasonLabel={say('reason')}
        onConfirm={(reason) => send('POST', path, { accepted: false, reason })}
      />
    </div>
  )
}

/** 整改证明 (R001-6.1-5): the user had it mended by a firm of their own. */
export const ProofList = () => {
  const say = homeTexts.useTexts()
  const role = useSession()?.role
  const mayDecide = role === 'admin' || role === 'office'
  const columns: TableColumnsType<RepairProof> = [
    {
      title: say('customer'),
      key: 'customer',
      width: 190,
      render: (_, { customer }) => `${customer.name ?? say('unnamed')} ${customer.phone ?? ''}`,
    },
    { title: say('firm'), dataIndex: 'firm', width: 200 },
    { title: say('repairedOn'), dataIndex: 'repairedOn', width: 130, render: shownDay },
    {
      title: say('handedIn'),
      key: 'handedInAt',
      width: 220,
      render: (_, { handedInAt, inTime }) => (
        <>
          {shownInstant(handedInAt)} {!inTime && <Tag color="warning">{say('late')}</Tag>}
        </>
      ),
    },
    {
      title: say('proof'),
      key: 'object',
      width: 150,
      render: (_, row) => {
        const enterprise = row['enterpriseId']
        return row.object === null || typeof enterprise !== 'string' ? (
          <span className={styles['quiet']}>{say('noPicture')}</span>
        ) : (
          <ObjectButton object={row.object} enterpriseId={enterprise} label={say('proof')} />
        )
      },
    },
    ...(mayDecide
      ? [
          {
            title: '',
            key: 'act',
            width: 190,
            render: (_: unknown, row: RepairProof) => <Decide row={row} />,
          },
        ]
      : []),
  ]
  return (
    <PageTable<RepairProof>
      path="/v1/repair-proofs"
      columns={columns}
      rowKey={({ id }) => id}
      widthPx={1080}
      empty={say('noProofs')}
    />
  )
}
