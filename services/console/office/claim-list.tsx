import { Link } from '@tanstack/react-router'
import { Segmented, Tag, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { claim } from '#schemas/api/residual-claim.ts'
import { shownInstant, shownMass, shownMoney } from '#console/i18n/format.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { DueTag } from '#console/parts/due-tag.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { workWords } from '#console/parts/work-words.ts'
import { ClauseRef } from '#console/parts/clause-ref.tsx'
import styles from './work-page.module.css'

type Claim = z.infer<typeof claim>

const METHODS = ['cash', 'transfer', 'wechat', 'alipay', 'credit'] as const
const STATES = ['open', 'paid', 'void'] as const
type State = (typeof STATES)[number]

/** 赔付: paid and signed (R001-6.2-6). */
const PayButton = ({ owed }: { readonly owed: Claim }) => {
  const say = workWords.useTexts()
  const send = useSend()
  const { id, amountFen, customerId } = owed
  if (amountFen === null || customerId === null) {
    return <span>{say(amountFen === null ? 'unpriced' : 'nobodyKnown')}</span>
  }
  const enterprise = owed['enterpriseId']
  const upload = uploadPicture({
    kind: 'signature',
    customerId,
    ...(typeof enterprise === 'string' ? { enterpriseId: enterprise } : {}),
  })
  return (
    <FormButton
      size="small"
      type="primary"
      label={say('pay')}
      title={say('payAmount', { amount: shownMoney(amountFen) })}
      consequence={say('payHint')}
      fields={[
        {
          name: 'method',
          label: say('payBy'),
          kind: 'choice',
          initial: 'cash',
          options: METHODS.map((value) => ({ value, label: say(`pay.${value}`) })),
        },
        { name: 'signature', label: say('customerSigns'), kind: 'signature', upload },
        {
          name: 'paidAt',
          label: say('paidAt'),
          kind: 'instant',
          optional: true,
          hint: say('nowHint'),
        },
      ]}
      onSubmit={(values) =>
        send('POST', `/v1/residual-claims/${id}/pay`, {
          paidAt: new Date().toISOString(),
          ...values,
        })
      }
    />
  )
}

const useColumns = (): TableColumnsType<Claim> => {
  const say = workWords.useTexts()
  return [
    {
      title: say('cylinder'),
      dataIndex: 'code',
      width: 120,
      render: (code: string) => <Link to={`/cylinders/${code}`}>{code}</Link>,
    },
    {
      title: say('kind'),
      dataIndex: 'kind',
      width: 130,
      render: (kind: Claim['kind']) => say(`claim.${kind}`),
    },
    {
      title: say('amount'),
      dataIndex: 'amountFen',
      width: 110,
      render: (fen: number | null) =>
        fen === null ? '–' : <strong className="numbers">{shownMoney(fen)}</strong>,
    },
    {
      title: say('measuredAndLimit'),
      key: 'measured',
      width: 180,
      render: (_, { measuredG, limitG }) => `${shownMass(measuredG)} / ${shownMass(limitG)}`,
    },
    {
      title: say('due'),
      key: 'due',
      width: 170,
      render: (_, { state, dueAt, provisional, closedAt }) =>
        state === 'open' ? (
          <DueTag dueAt={dueAt} provisional={provisional} />
        ) : (
          <Tag color={state === 'paid' ? 'success' : 'default'}>
            {`${say(`claimState.${state}`)} ${closedAt === null ? '' : shownInstant(closedAt)}`}
          </Tag>
        ),
    },
    {
      title: say('why'),
      dataIndex: 'clause',
      width: 170,
      render: (id: string) => <ClauseRef id={id} />,
    },
    {
      title: say('customer'),
      dataIndex: 'customerId',
      width: 110,
      render: (id: string | null) =>
        id === null ? '–' : <Link to={`/office/customers/${id}`}>{say('toCustomer')}</Link>,
    },
    {
      title: '',
      key: 'act',
      width: 170,
      render: (_, owed) => (owed.state === 'open' ? <PayButton owed={owed} /> : null),
    },
  ]
}

/** 赔付: what is owed for gas that came back or was missing. */
export const Claims = () => {
  const say = workWords.useTexts()
  const columns = useColumns()
  const [state, setState] = useState<State>('open')
  return (
    <>
      <Segmented<State>
        className={styles['tabs'] ?? ''}
        aria-label={say('state')}
        value={state}
        onChange={setState}
        options={STATES.map((value) => ({ value, label: say(`claimState.${value}`) }))}
      />
      <PageTable<Claim>
        path="/v1/residual-claims"
        filter={{ state }}
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1160}
        empty={say('noClaim')}
      />
    </>
  )
}
