import { PlusOutlined } from '@ant-design/icons'
import { type TableColumnsType, Tag } from 'antd'
import type { z } from 'zod'
import type { policy } from '#schemas/api/emergency-plan.ts'
import { shownDay, shownMoney } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import styles from './readiness.module.css'
import { type ReadinessWord, readinessTexts } from './texts.ts'

type Policy = z.infer<typeof policy>

const KINDS = ['public-liability', 'gas-accident', 'employer', 'property', 'other'] as const
const colours = { 'in-force': 'success', coming: 'default', expired: 'error' } as const

const NewPolicy = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = readinessTexts.useTexts()
  const send = useSend()
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('newPolicy')}
      fields={[
        {
          name: 'kind',
          label: say('policyKind'),
          kind: 'choice',
          initial: 'public-liability',
          options: KINDS.map((value) => ({ value, label: say(`policy.${value}`) })),
        },
        { name: 'insurer', label: say('insurer'), kind: 'text', maxLength: 100 },
        { name: 'policyNo', label: say('policyNo'), kind: 'text', maxLength: 64 },
        { name: 'insuredFen', label: say('insured'), kind: 'yuan' },
        { name: 'validFrom', label: say('validFrom'), kind: 'day' },
        { name: 'validUntil', label: say('validUntil'), kind: 'day' },
        {
          name: 'document',
          label: say('document'),
          kind: 'picture',
          optional: true,
          upload: uploadPicture({ kind: 'document', enterpriseId }),
        },
      ]}
      onSubmit={(values) => send('POST', '/v1/insurance-policies', { enterpriseId, ...values })}
    />
  )
}

/** 保险: policies and their end; one that ends stands in the work list as well. */
export const InsuranceList = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = readinessTexts.useTexts()
  const mayWrite = useSession()?.role !== 'regulator'
  const columns: TableColumnsType<Policy> = [
    {
      title: say('policyKind'),
      dataIndex: 'kind',
      width: 170,
      render: (kind: string) => say(`policy.${kind}` as ReadinessWord),
    },
    {
      title: say('state'),
      dataIndex: 'state',
      width: 110,
      render: (state: keyof typeof colours) => (
        <Tag color={colours[state]}>{say(`policyState.${state}` as ReadinessWord)}</Tag>
      ),
    },
    { title: say('insurer'), dataIndex: 'insurer', width: 220 },
    { title: say('policyNo'), dataIndex: 'policyNo', width: 190 },
    { title: say('insured'), dataIndex: 'insuredFen', width: 160, render: shownMoney },
    {
      title: say('valid'),
      key: 'valid',
      width: 220,
      render: (_, { validFrom, validUntil }) => `${shownDay(validFrom)} – ${shownDay(validUntil)}`,
    },
  ]
  return (
    <>
      {mayWrite && (
        <div className={styles['bar']}>
          <NewPolicy enterpriseId={enterpriseId} />
        </div>
      )}
      <PageTable<Policy>
        path="/v1/insurance-policies"
        filter={{ enterpriseId }}
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1070}
        empty={say('noPolicy')}
      />
    </>
  )
}
