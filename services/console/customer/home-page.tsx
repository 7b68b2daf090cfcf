import { useQuery } from '@tanstack/react-query'
import { Empty } from 'antd'
import { get } from '#console/net/call.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import type { Page } from '#console/net/pages.ts'
import { AccountCard } from './account-card.tsx'
import type { MyOrder } from './my-order.ts'
import { OrderButton } from './order-button.tsx'
import { OrderCard } from './order-card.tsx'
import styles from './customer.module.css'
import { customerTexts } from './texts.ts'
import { useMe } from './use-me.ts'
import { WarningCards } from './warning-cards.tsx'
import { VisitCards } from './visit-cards.tsx'

const HomePage = () => {
  const say = customerTexts.useTexts()
  const me = useMe()
  const orders = useQuery({
    queryKey: ['my', 'orders'],
    queryFn: ({ signal }) => get<Page<MyOrder>>('/v1/me/orders?limit=20', signal),
  })
  return (
    <div className={styles['page']}>
      <Loaded query={me}>
        {(self) => (
          <>
            <h1>{say('hello', { name: self.customer.name ?? '' })}</h1>
            <WarningCards />
            <OrderButton me={self} />
            <AccountCard />
            <VisitCards />
          </>
        )}
      </Loaded>
      <h2>{say('myOrders')}</h2>
      <Loaded query={orders}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noOrders')} />
          ) : (
            <ul className={styles['list']}>
              {items.map((order) => (
                <OrderCard key={order.id} order={order} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  )
}

export default HomePage
