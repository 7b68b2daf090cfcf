import { Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import type { z } from 'zod'
import { shownInstant } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { refusalWords } from '#console/parts/refusal-words.ts'
import { useEnterprise } from '#console/parts/use-enterprise.tsx'
import { useNames } from '#console/parts/use-names.ts'
import type { serviceRefusal } from '#schemas/api/counter.ts'
import styles from './counter.module.css'
import { counterTexts } from './texts.ts'

type Refused = z.infer<typeof serviceRefusal>

const CAUSES = ['outside-area', 'pipe-area', 'unsafe', 'identity', 'no-capacity', 'other'] as const

const NewRefusal = () => {
  const say = counterTexts.useTexts()
  const word = refusalWords.useTexts()
  const send = useSend()
  const { fields } = useEnterprise()
  const { sites } = useNames()
  const region = sites[0]?.region
  return (
    <FormButton
      type="primary"
      label={say('newRefusal')}
      consequence={say('newRefusalHint')}
      fields={[
        ...fields,
        {
          name: 'cause',
          label: say('cause'),
          kind: 'choice',
          options: CAUSES.map((value) => ({ value, label: word(value) })),
        },
        { name: 'reason', label: say('told'), kind: 'area', maxLength: 200 },
        {
          name: 'region',
          label: say('region'),
          kind: 'text',
          maxLength: 6,
          hint: say('regionHint'),
          ...(region === undefined ? {} : { initial: region }),
        },
        {
          name: 'refusedAt',
          label: say('refusedAt'),
          kind: 'instant',
          optional: true,
          hint: say('nowHint'),
        },
      ]}
      onSubmit={(values) =>
        send('POST', '/v1/service-refusals', { refusedAt: new Date().toISOString(), ...values })
      }
    />
  )
}

/** 未予办理 (R001-6.1-1, R002-4.2.5): who was turned away, and why. The list is of those who oversee. */
export const RefusedList = () => {
  const say = counterTexts.useTexts()
  const word = refusalWords.useTexts()
  const role = useSession()?.role
  const columns: TableColumnsType<Refused> = [
    {
      title: say('cause'),
      dataIndex: 'rule',
      width: 190,
      render: (rule: string) => (refusalWords.has(rule) ? word(rule) : rule),
    },
    {
      title: say('kindOf'),
      dataIndex: 'kind',
      width: 100,
      render: (kind: string) => say(kind === 'order' ? 'kind.order' : 'kind.application'),
    },
    { title: say('refusedAt'), dataIndex: 'refusedAt', width: 170, render: shownInstant },
    { title: say('told'), dataIndex: 'reason', width: 280 },
    { title: say('clause'), dataIndex: 'clause', width: 130 },
    {
      title: say('customer'),
      dataIndex: 'customerId',
      width: 110,
      render: (id: string | null) =>
        id === null ? '–' : <Link to={`/office/customers/${id}`}>{say('toCustomer')}</Link>,
    },
  ]
  return (
    <>
      <div className={styles['bar']}>
        <NewRefusal />
      </div>
      {role !== 'station' && (
        <PageTable<Refused>
          path="/v1/service-refusals"
          columns={columns}
          rowKey={({ id }) => id}
          widthPx={980}
          empty={say('noRefusals')}
        />
      )}
    </>
  )
}
