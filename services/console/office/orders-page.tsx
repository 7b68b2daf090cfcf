import { Button, Empty, Segmented, Skeleton } from 'antd'
import { type DragEvent, useState } from 'react'
import { shownCount } from '#console/i18n/format.ts'
import { usePages } from '#console/net/pages.ts'
import { LoadFailure } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { useNarrow } from '#console/parts/use-narrow.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { AssignModal } from './assign-modal.tsx'
import { NewOrderButton } from './new-order-button.tsx'
import { OrderCard } from './order-card.tsx'
import { type Order, type OrderState, orderStates } from './order.ts'
import styles from './orders-page.module.css'
import { officeTexts } from './texts.ts'

const PAGE = 50
const ON_BOARD = ['placed', 'assigned', 'partly', 'delivered'] as const

/** Orders in one state; what is dropped onto a column of work to do is to be assigned. */
const Column = ({
  state,
  onAssign,
  onDropped,
}: {
  readonly state: OrderState
  readonly onAssign: (order: Order) => void
  readonly onDropped: ((id: string) => void) | undefined
}) => {
  const say = officeTexts.useTexts()
  const common = shellTexts.useTexts()
  const list = usePages<Order>('/v1/orders', { state }, PAGE)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    onDropped?.(event.dataTransfer.getData('text/plain'))
  }
  return (
    <section
      className={styles['column']}
      data-over={over}
      {...(onDropped === undefined
        ? {}
        : {
            onDragOver: (event: DragEvent) => {
              event.preventDefault()
              setOver(true)
            },
            onDragLeave: () => setOver(false),
            onDrop: drop,
          })}
    >
      <h2>
        {say(`order.${state}`)}
        <span className="numbers">
          {shownCount(list.rows.length)}
          {list.hasNextPage ? '+' : ''}
        </span>
      </h2>
      {list.isPending && <Skeleton active />}
      {list.error !== null && <LoadFailure error={list.error} refetch={list.refetch} />}
      {list.data !== undefined && list.rows.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noOrder')} />
      )}
      <ul className={styles['cards']} tabIndex={list.rows.length > 3 ? 0 : undefined}>
        {list.rows.map((order) => (
          <OrderCard key={order.id} order={order} onAssign={onAssign} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {common('more')}
        </Button>
      )}
    </section>
  )
}

/** 订单与派单: all orders by state; a courier is chosen by a button or by dragging a card to the next column. */
const OrdersPage = () => {
  const say = officeTexts.useTexts()
  const narrow = useNarrow()
  const placed = usePages<Order>('/v1/orders', { state: 'placed' }, PAGE)
  const [assigning, setAssigning] = useState<Order | null>(null)
  const [view, setView] = useState<OrderState | 'board'>('board')
  const shown = narrow && view === 'board' ? 'placed' : view
  const columns: readonly OrderState[] = shown === 'board' ? ON_BOARD : [shown]
  const dropped = (id: string): void =>
    setAssigning(placed.rows.find((order) => order.id === id) ?? null)
  const views = narrow ? orderStates : (['board', 'refused', 'cancelled'] as const)
  return (
    <>
      <PageHead title={say('orders')} hint={say(narrow ? 'ordersHintPhone' : 'ordersHint')}>
        <NewOrderButton />
      </PageHead>
      <div className={styles['tabs']}>
        <Segmented<OrderState | 'board'>
          aria-label={say('orders')}
          value={shown}
          onChange={setView}
          options={views.map((value) => ({ value, label: say(`order.${value}`) }))}
        />
      </div>
      <div className={styles['board']} style={columns.length === 1 ? { display: 'block' } : {}}>
        {columns.map((state) => (
          <Column
            key={state}
            state={state}
            onAssign={setAssigning}
            onDropped={state === 'assigned' ? dropped : undefined}
          />
        ))}
      </div>
      <AssignModal order={assigning} onClose={() => setAssigning(null)} />
    </>
  )
}

export default OrdersPage
