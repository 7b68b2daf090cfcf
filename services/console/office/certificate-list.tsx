import { PlusOutlined } from '@ant-design/icons'
import { type TableColumnsType, Tag } from 'antd'
import type { z } from 'zod'
import type { certificate } from '#schemas/api/staff-paper.ts'
import { dayOf, shownDay } from '#console/i18n/format.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import { workWords } from '#console/parts/work-words.ts'
import styles from './people-page.module.css'
import { officeTexts } from './texts.ts'
import { useEnterpriseField } from './use-enterprise-field.ts'

type Certificate = z.infer<typeof certificate>

const KINDS = [
  'filling',
  'inspection',
  'delivery',
  'driver',
  'escort',
  'repair',
  'safety',
  'other',
] as const

/** 证书: what allows somebody to do their work, and until when. */
export const CertificateList = () => {
  const say = officeTexts.useTexts()
  const word = workWords.useTexts()
  const send = useSend()
  const { fields, own } = useEnterpriseField()
  const today = dayOf(Date.now())
  const columns: TableColumnsType<Certificate> = [
    { title: say('jobNo'), dataIndex: 'operator', width: 130 },
    {
      title: word('paper'),
      dataIndex: 'kind',
      width: 150,
      render: (kind: string) =>
        workWords.has(`paper.${kind}`) ? word(`paper.${kind}` as 'paper.other') : kind,
    },
    { title: word('paperNo'), dataIndex: 'certificateNo', width: 190 },
    {
      title: word('validUntil'),
      key: 'until',
      width: 190,
      render: (_, { validUntil, revokedAt }) => (
        <>
          <span className={validUntil < today ? styles['late'] : undefined}>
            {shownDay(validUntil)}
          </span>{' '}
          {revokedAt !== null && <Tag color="error">{say('revoked')}</Tag>}
        </>
      ),
    },
    { title: say('issuedBy'), dataIndex: 'issuedBy', width: 170, ellipsis: true },
    {
      title: say('actions'),
      key: 'actions',
      width: 110,
      render: (_, { id, revokedAt }) =>
        revokedAt === null && (
          <ReasonButton
            size="small"
            danger
            label={say('revoke')}
            consequence={say('revokeHint')}
            reasonLabel={say('reason')}
            onConfirm={(reason) => send('POST', `/v1/staff-certificates/${id}/revoke`, { reason })}
          />
        ),
    },
  ]
  return (
    <>
      <div className={styles['bar']}>
        <FormButton
          type="primary"
          icon={<PlusOutlined />}
          label={say('newCertificate')}
          fields={[
            ...fields,
            { name: 'operator', label: say('jobNo'), kind: 'text', maxLength: 64 },
            {
              name: 'kind',
              label: word('paper'),
              kind: 'choice',
              options: KINDS.map((value) => ({ value, label: word(`paper.${value}`) })),
            },
            { name: 'certificateNo', label: word('paperNo'), kind: 'text', maxLength: 64 },
            { name: 'issuedBy', label: say('issuedBy'), kind: 'text', optional: true },
            { name: 'validFrom', label: say('validFromDay'), kind: 'day', optional: true },
            { name: 'validUntil', label: word('validUntil'), kind: 'day' },
          ]}
          onSubmit={(values) => send('POST', '/v1/staff-certificates', { ...own, ...values })}
        />
      </div>
      <PageTable<Certificate>
        path="/v1/staff-certificates"
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={940}
        empty={say('noCertificate')}
      />
    </>
  )
}
