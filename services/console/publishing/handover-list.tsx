import { Segmented, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { handoverListed, handoverMissing, manual } from '#schemas/api/publicity.ts'
import { shownInstant } from '#console/i18n/format.ts'
import { usePages } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { CustomerLink } from '#console/parts/customer-link.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import styles from './publishing.module.css'
import { publishingTexts } from './texts.ts'

type Manual = z.infer<typeof manual>
type Given = z.infer<typeof handoverListed>
type Missing = z.infer<typeof handoverMissing>

const STATES = ['missing', 'given'] as const
type State = (typeof STATES)[number]

const useManuals = (enterpriseId: string) =>
  usePages<Manual>('/v1/safety-manuals', { enterpriseId }).rows

const Give = ({
  customerId,
  enterpriseId,
}: {
  readonly customerId: string
  readonly enterpriseId: string
}) => {
  const say = publishingTexts.useTexts()
  const send = useSend()
  const ready = useManuals(enterpriseId).filter((one) => one.ready)
  const [newest] = ready
  return (
    <FormButton
      label={say('give')}
      fields={[
        {
          name: 'manualId',
          label: say('version'),
          kind: 'choice',
          hint: say('readyHint'),
          ...(newest === undefined ? {} : { initial: newest.id }),
          options: ready.map(({ id, version }) => ({ value: id, label: version })),
        },
        {
          name: 'way',
          label: say('handoverWay'),
          kind: 'choice',
          initial: 'paper',
          options: (['paper', 'electronic'] as const).map((value) => ({
            value,
            label: say(`handover.${value}`),
          })),
        },
        { name: 'explained', label: say('explained'), kind: 'flag', initial: true },
        {
          name: 'handedAt',
          label: say('handedAt'),
          kind: 'instant',
          optional: true,
          hint: say('nowHint'),
        },
        {
          name: 'object',
          label: say('signature'),
          kind: 'signature',
          optional: true,
          upload: uploadPicture({ kind: 'signature', customerId, enterpriseId }),
        },
      ]}
      onSubmit={({ handedAt, object, ...values }) =>
        send('POST', '/v1/manual-handovers', {
          customerId,
          ...values,
          explained: values['explained'] === true,
          handedAt: handedAt ?? new Date().toISOString(),
          ...(object === undefined ? {} : { signature: { kind: 'signature', object } }),
        })
      }
    />
  )
}

const MissingList = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const mayGive = useSession()?.role !== 'regulator'
  const columns: TableColumnsType<Missing> = [
    {
      title: say('customer'),
      key: 'customer',
      width: 240,
      render: (_, { customerId, customer }) => (
        <CustomerLink id={customerId} customer={customer} unnamed={say('unnamed')} />
      ),
    },
    { title: say('since'), dataIndex: 'since', width: 170, render: shownInstant },
    {
      title: '',
      key: 'actions',
      width: 150,
      render: (_, { customerId }) =>
        mayGive && <Give customerId={customerId} enterpriseId={enterpriseId} />,
    },
  ]
  return (
    <PageTable<Missing>
      path="/v1/manual-handovers/missing"
      filter={{ enterpriseId }}
      columns={columns}
      rowKey={({ customerId }) => customerId}
      widthPx={560}
      empty={say('noneMissing')}
    />
  )
}

const GivenList = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const manuals = useManuals(enterpriseId)
  const columns: TableColumnsType<Given> = [
    {
      title: say('customer'),
      key: 'customer',
      width: 240,
      render: (_, { customerId, customer }) => (
        <CustomerLink id={customerId} customer={customer} unnamed={say('unnamed')} />
      ),
    },
    { title: say('handedAt'), dataIndex: 'handedAt', width: 160, render: shownInstant },
    {
      title: say('version'),
      dataIndex: 'manualId',
      width: 130,
      render: (id: string) => manuals.find((one) => one.id === id)?.version ?? '–',
    },
    {
      title: say('handoverWay'),
      key: 'way',
      width: 260,
      render: (_, { way, explained, signed }) => (
        <>
          <Tag>{say(way === 'paper' ? 'handover.paper' : 'handover.electronic')}</Tag>
          {explained && <Tag color="success">{say('wasExplained')}</Tag>}
          {signed && <Tag color="success">{say('wasSigned')}</Tag>}
        </>
      ),
    },
  ]
  return (
    <PageTable<Given>
      path="/v1/manual-handovers"
      filter={{ enterpriseId }}
      columns={columns}
      rowKey={({ id }) => id}
      widthPx={790}
      empty={say('noneGiven')}
    />
  )
}

/** 手册发放: who never got one, and who did; at a delivery the visit says it. */
export const HandoverList = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const [state, setState] = useState<State>('missing')
  return (
    <>
      <div className={styles['tabs']}>
        <Segmented<State>
          aria-label={say('publicity.handovers')}
          value={state}
          onChange={setState}
          options={STATES.map((value) => ({ value, label: say(`handovers.${value}`) }))}
        />
      </div>
      {state === 'missing' ? (
        <MissingList enterpriseId={enterpriseId} />
      ) : (
        <GivenList enterpriseId={enterpriseId} />
      )}
    </>
  )
}
