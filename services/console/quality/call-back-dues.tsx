import type { TableColumnsType } from 'antd'
import type { z } from 'zod'
import type { callBackDue } from '#schemas/api/call-back.ts'
import { shownDay, shownInstant } from '#console/i18n/format.ts'
import { CustomerLink } from '#console/parts/customer-link.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { workWords } from '#console/parts/work-words.ts'
import { CallBackButton } from './call-back-button.tsx'
import styles from './quality.module.css'
import { qualityTexts } from './texts.ts'

type Due = z.infer<typeof callBackDue>

/** Customers who were supplied and not reached for as long as the plan says (R003-9.3.1). */
export const CallBackDues = () => {
  const say = qualityTexts.useTexts()
  const word = workWords.useTexts()
  const names = useNames()
  const columns: TableColumnsType<Due> = [
    {
      title: say('customer'),
      key: 'customer',
      width: 220,
      render: (_, { customerId, customer }) => (
        <CustomerLink id={customerId} customer={customer} unnamed={say('unnamed')} />
      ),
    },
    { title: say('lastSupplied'), dataIndex: 'lastSuppliedOn', width: 140, render: shownDay },
    {
      title: say('lastReached'),
      dataIndex: 'lastReachedAt',
      width: 170,
      render: (at: string | null) => (at === null ? say('never') : shownInstant(at)),
    },
    {
      title: word('enterprise'),
      dataIndex: 'enterpriseId',
      width: 220,
      ellipsis: true,
      render: names.enterprise,
    },
    {
      title: '',
      key: 'actions',
      width: 150,
      render: (_, { customerId, customer }) => (
        <CallBackButton customerId={customerId} name={customer.name ?? say('unnamed')} />
      ),
    },
  ]
  return (
    <>
      <p className={styles['lead']}>{say('recordHint')}</p>
      <PageTable<Due>
        path="/v1/call-backs/due"
        columns={columns}
        rowKey={({ customerId }) => customerId}
        widthPx={900}
        empty={`${say('noDue')} · ${say('noDueHint')}`}
      />
    </>
  )
}
