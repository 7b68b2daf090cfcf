import { Link, useNavigate } from '@tanstack/react-router'
import { Card, Select, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { shownDay } from '#console/i18n/format.ts'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { Region } from '#console/parts/region.tsx'
import type { Customer } from './customer.ts'
import { CustomerFinder } from './customer-finder.tsx'
import { NewCustomerButton } from './new-customer-button.tsx'
import styles from './customers-page.module.css'
import { officeTexts } from './texts.ts'

const KINDS = ['resident', 'unit'] as const
const IDENTITIES = ['unverified', 'verified', 'refused', 'mismatch'] as const

const colours = {
  verified: 'success',
  unverified: 'default',
  refused: 'error',
  mismatch: 'error',
} as const

export const IdentityTag = ({ state }: { readonly state: Customer['identity']['state'] }) => {
  const say = officeTexts.useTexts()
  return <Tag color={colours[state]}>{say(`identity.${state}`)}</Tag>
}

const useColumns = (): TableColumnsType<Customer> => {
  const say = officeTexts.useTexts()
  return [
    {
      title: say('customerName'),
      key: 'name',
      width: 180,
      render: (_, { id, name, erasedAt }) => (
        <Link to={`/office/customers/${id}`}>
          {erasedAt === null ? (name ?? say('unnamed')) : say('erased')}
        </Link>
      ),
    },
    { title: say('phone'), dataIndex: 'phone', width: 150 },
    {
      title: say('customerKind'),
      dataIndex: 'kind',
      width: 110,
      render: (kind: string) => say(kind === 'unit' ? 'kind.unit' : 'kind.resident'),
    },
    {
      title: say('identity'),
      key: 'identity',
      width: 130,
      render: (_, { identity }) => <IdentityTag state={identity.state} />,
    },
    {
      title: say('region'),
      dataIndex: 'region',
      width: 170,
      render: (code: string) => <Region code={code} />,
    },
    {
      title: say('lastSupplied'),
      dataIndex: 'lastSuppliedOn',
      width: 140,
      render: (day: string | null) => (day === null ? '–' : shownDay(day)),
    },
  ]
}

/** 用户档案: found by a whole number, or listed; names and numbers are starred out. */
const CustomersPage = () => {
  const say = officeTexts.useTexts()
  const navigate = useNavigate()
  const columns = useColumns()
  const [kind, setKind] = useState<string>()
  const [identity, setIdentity] = useState<string>()
  const open = ({ id }: Customer): void => void navigate({ to: `/office/customers/${id}` })
  return (
    <>
      <PageHead title={say('customers')} hint={say('customersHint')}>
        <NewCustomerButton />
      </PageHead>
      <Card size="small" className={styles['finder'] ?? ''}>
        <CustomerFinder onFound={open} />
      </Card>
      <div className={styles['filters']}>
        <Select<string>
          allowClear
          placeholder={say('customerKind')}
          aria-label={say('customerKind')}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: say(`kind.${value}`) }))}
        />
        <Select<string>
          allowClear
          placeholder={say('identity')}
          aria-label={say('identity')}
          onChange={setIdentity}
          options={IDENTITIES.map((value) => ({ value, label: say(`identity.${value}`) }))}
        />
      </div>
      <PageTable<Customer>
        path="/v1/customers"
        filter={{ kind, identity }}
        columns={columns}
        rowKey={({ id }) => id}
        onRow={open}
        widthPx={810}
        empty={say('noCustomers')}
      />
    </>
  )
}

export default CustomersPage
