import { Button, Card, Skeleton } from 'antd'
import { useState } from 'react'
import { usePages } from '#console/net/pages.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { AssignModal } from './assign-modal.tsx'
import type { Customer } from './customer.ts'
import type { Order } from './order.ts'
import { OrderCard } from './order-card.tsx'
import styles from './orders-page.module.css'
import { officeTexts } from './texts.ts'

const PAGE = 20

/** The orders of one customer, the newest first. */
export const CustomerOrders = ({ customer }: { readonly customer: Customer }) => {
  const say = officeTexts.useTexts()
  const common = shellTexts.useTexts()
  const list = usePages<Order>('/v1/orders', { customerId: customer.id }, PAGE)
  const [assigning, setAssigning] = useState<Order | null>(null)
  return (
    <Card title={say('theirOrders')} size="small">
      {list.isPending && <Skeleton active />}
      {list.data !== undefined && list.rows.length === 0 && (
        <span className={styles['quiet']}>{say('noOrder')}</span>
      )}
      <ul className={styles['list']}>
        {list.rows.map((order) => (
          <OrderCard key={order.id} order={order} onAssign={setAssigning} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {common('more')}
        </Button>
      )}
      <AssignModal order={assigning} onClose={() => setAssigning(null)} />
    </Card>
  )
}
