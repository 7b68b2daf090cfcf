import { CalendarOutlined, CarOutlined, UserOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { shownList, shownMoney } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import { spanText } from '#console/parts/span-text.ts'
import { useNames } from '#console/parts/use-names.ts'
import { isOpen, type Order } from './order.ts'
import styles from './orders-page.module.css'
import { officeTexts } from './texts.ts'

/** One order on the board: for whom, what, when, and who brings it. */
export const OrderCard = ({
  order,
  onAssign,
}: {
  readonly order: Order
  readonly onAssign: (order: Order) => void
}) => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const { vehicle } = useNames()
  const role = useSession()?.role
  const { appointment, customer } = order
  return (
    <li
      className={styles['card']}
      draggable={isOpen(order)}
      onDragStart={({ dataTransfer }) => dataTransfer.setData('text/plain', order.id)}
    >
      <div className={styles['no']}>
        <span className="numbers">{order.no}</span>
        <span className="numbers">{shownMoney(order.totalFen)}</span>
      </div>
      <Link to={`/office/customers/${order.customerId}`} className={styles['who'] ?? ''}>
        {[customer.name, customer.phone].filter((part) => part !== null).join(' ') ||
          say('customer')}
      </Link>
      <span>
        {shownList(order.lines.map(({ model, quantity }) => `${model} × ${quantity}`))}
        {order.channel === 'pickup' && ` · ${say('pickup')}`}
      </span>
      <span className={styles['quiet']}>
        <CalendarOutlined aria-hidden />{' '}
        {appointment === null ? say('noAppointment') : spanText(appointment)}
      </span>
      {order.courier !== null && (
        <span className={`${styles['quiet']} ${styles['bringing']}`}>
          <span>
            <UserOutlined aria-hidden /> {order.courier}
          </span>
          {order.vehicle !== null && (
            <span>
              <CarOutlined aria-hidden /> {vehicle(order.vehicle)}
            </span>
          )}
        </span>
      )}
      {order.closedReason !== null && <span className={styles['quiet']}>{order.closedReason}</span>}
      {isOpen(order) && (
        <div className={styles['buttons']}>
          <Button
            type={order.state === 'placed' ? 'primary' : 'default'}
            onClick={() => onAssign(order)}
          >
            {say(order.courierId === null ? 'assign' : 'reassign')}
          </Button>
          {role !== 'station' && (
            <ReasonButton
              type="text"
              danger
              label={say('cancelOrder')}
              consequence={say('cancelOrderHint', { no: order.no })}
              reasonLabel={say('reason')}
              onConfirm={(reason) => send('POST', `/v1/orders/${order.id}/cancel`, { reason })}
            />
          )}
        </div>
      )}
    </li>
  )
}
