import { Tag } from 'antd'
import { shownMoney } from '#console/i18n/format.ts'
import { isOpenOrder } from '#domain/order-state.ts'
import { spanText } from '#console/parts/span-text.ts'
import styles from './customer.module.css'
import type { MyOrder } from './my-order.ts'
import { OrderActions } from './order-actions.tsx'
import { customerTexts } from './texts.ts'

const colours = {
  placed: 'processing',
  assigned: 'processing',
  partly: 'warning',
  delivered: 'success',
  refused: 'error',
  cancelled: 'default',
} as const satisfies Readonly<Record<MyOrder['state'], string>>

/** One order of the customer's own. */
export const OrderCard = ({ order }: { readonly order: MyOrder }) => {
  const say = customerTexts.useTexts()
  return (
    <li className={styles['card']}>
      <div className={styles['head']}>
        <strong>
          {order.lines.map(({ model, quantity }) => `${model} × ${quantity}`).join(', ')}
        </strong>
        <span className="numbers">{shownMoney(order.totalFen)}</span>
      </div>
      <Tag color={colours[order.state]}>{say(`order.${order.state}`)}</Tag>
      {(order.appointment !== null || isOpenOrder(order.state)) && (
        <span className={styles['quiet']}>
          {order.appointment === null ? say('noTime') : spanText(order.appointment)}
        </span>
      )}
      <span className={styles['quiet']}>{order.no}</span>
      <OrderActions order={order} />
    </li>
  )
}
