import { Button, Empty, Input } from 'antd'
import { useState } from 'react'
import { call } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { type Customer, lookupOf } from './customer.ts'
import styles from './customer-finder.module.css'
import { officeTexts } from './texts.ts'

/** Finds customers by a whole number, which travels in a body: addresses are logged. */
export const CustomerFinder = ({ onFound }: { readonly onFound: (customer: Customer) => void }) => {
  const say = officeTexts.useTexts()
  const [found, setFound] = useState<readonly Customer[] | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const find = async (typed: string): Promise<void> => {
    if (typed.trim() === '') return
    setBusy(true)
    setError(null)
    setFound(null)
    try {
      const body = lookupOf(typed)
      const { items } = await call<Page<Customer>>('POST', '/v1/customers/lookup', { body })
      setFound(items)
      if (items.length === 1 && items[0] !== undefined) onFound(items[0])
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={styles['finder']}>
      <Input.Search
        enterButton={say('find')}
        loading={busy}
        maxLength={32}
        placeholder={say('findCustomer')}
        aria-label={say('findCustomer')}
        autoComplete="off"
        onSearch={(typed) => void find(typed)}
      />
      <ProblemAlert error={error} />
      {found !== null && found.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noCustomer')} />
      )}
      {found !== null && found.length > 1 && (
        <ul>
          {found.map((customer) => (
            <li key={customer.id}>
              <Button type="link" onClick={() => onFound(customer)}>
                {[customer.name, customer.phone].filter((part) => part !== null).join(' ')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
