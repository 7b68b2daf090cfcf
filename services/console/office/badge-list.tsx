import { PlusOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Space, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { dayOf, shownDay } from '#console/i18n/format.ts'
import { download } from '#console/net/call.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import type { badge } from '#schemas/api/staff-paper.ts'
import { badgeTexts } from './badge-texts.ts'
import styles from './people-page.module.css'
import { useEnterpriseField } from './use-enterprise-field.ts'

type Badge = z.infer<typeof badge>

const stateOf = ({ revokedAt, validUntil }: Badge) => {
  if (revokedAt !== null) return 'revoked'
  return validUntil !== null && validUntil < dayOf(Date.now()) ? 'expired' : 'valid'
}

const colours = { valid: 'success', expired: 'warning', revoked: 'default' } as const

const IssueButton = () => {
  const say = badgeTexts.useTexts()
  const send = useSend()
  const { fields, own } = useEnterpriseField()
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('issue')}
      consequence={say('issueHint')}
      fields={[
        ...fields,
        { name: 'operator', label: say('jobNo'), kind: 'text', maxLength: 64 },
        { name: 'badgeNo', label: say('badgeNo'), kind: 'text', maxLength: 64 },
        { name: 'post', label: say('post'), kind: 'text', maxLength: 32 },
        { name: 'supervisionPhone', label: say('phone'), kind: 'text', maxLength: 32 },
        { name: 'validUntil', label: say('validUntil'), kind: 'day', optional: true },
        { name: 'name', label: say('name'), kind: 'text', maxLength: 64, optional: true },
        { name: 'nameAgreedOn', label: say('agreedOn'), kind: 'day', optional: true },
      ]}
      onSubmit={(values) => send('POST', '/v1/badges', { ...own, ...values })}
    />
  )
}

const Actions = ({ row }: { readonly row: Badge }) => {
  const say = badgeTexts.useTexts()
  const send = useSend()
  const [error, setError] = useState<unknown>(null)
  const { badge: token, badgeNo, url } = row
  const print = async (): Promise<void> => {
    setError(null)
    await download(`/v1/badges/${token}/card.pdf`, `${badgeNo}.pdf`).catch(setError)
  }
  return (
    <Space wrap>
      <Button size="small" icon={<PrinterOutlined />} onClick={() => void print()}>
        {say('card')}
      </Button>
      <Button size="small" type="link" href={new URL(url).pathname} target="_blank">
        {say('check')}
      </Button>
      <FormButton
        size="small"
        danger
        label={say('revoke')}
        consequence={say('revokeHint')}
        fields={[]}
        onSubmit={() => send('POST', `/v1/badges/${token}/revoke`, {})}
      />
      <ProblemAlert error={error} />
    </Space>
  )
}

/** 服务证: who comes to a door shows it; printed here, checked by whoever scans it. */
export const BadgeList = () => {
  const say = badgeTexts.useTexts()
  const columns: TableColumnsType<Badge> = [
    { title: say('badgeNo'), dataIndex: 'badgeNo', width: 150 },
    { title: say('jobNo'), dataIndex: 'operator', width: 130 },
    { title: say('post'), dataIndex: 'post', width: 130 },
    { title: say('phone'), dataIndex: 'supervisionPhone', width: 150 },
    {
      title: say('validUntil'),
      dataIndex: 'validUntil',
      width: 130,
      render: (day: string | null) => (day === null ? '–' : shownDay(day)),
    },
    {
      title: say('state'),
      key: 'state',
      width: 110,
      render: (_, row) => <Tag color={colours[stateOf(row)]}>{say(stateOf(row))}</Tag>,
    },
    {
      title: '',
      key: 'act',
      width: 340,
      render: (_, row) => (row.revokedAt === null ? <Actions row={row} /> : null),
    },
  ]
  return (
    <>
      <div className={styles['bar']}>
        <IssueButton />
      </div>
      <PageTable<Badge>
        path="/v1/badges"
        columns={columns}
        rowKey={({ badge: token }) => token}
        widthPx={1140}
        empty={say('none')}
      />
    </>
  )
}
