import { Button, Empty, Tag } from 'antd'
import type { z } from 'zod'
import { shownInstant, shownMoney } from '#console/i18n/format.ts'
import { usePages } from '#console/net/pages.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { shellTexts } from '#console/shell/texts.ts'
import type { receiptSlip } from '#schemas/api/money.ts'
import { AccountCard } from './account-card.tsx'
import styles from './customer.module.css'
import { customerTexts } from './texts.ts'

type Slip = z.infer<typeof receiptSlip>

const ReceiptsPage = () => {
  const say = customerTexts.useTexts()
  const common = shellTexts.useTexts()
  const list = usePages<Slip>('/v1/me/receipts')
  return (
    <div className={styles['page']}>
      <h1>{say('receipts')}</h1>
      <AccountCard />
      <Loaded query={list}>
        {() =>
          list.rows.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noReceipts')} />
          ) : (
            <ul className={styles['list']}>
              {list.rows.map(({ id, no, kind, amountFen, issuedAt, invoiceNo, voidedAt }) => (
                <li key={id} className={styles['card']}>
                  <div className={styles['head']}>
                    <strong>{say(`slip.${kind}`)}</strong>
                    <span className="numbers">{shownMoney(amountFen)}</span>
                  </div>
                  {voidedAt !== null && <Tag>{say('voided')}</Tag>}
                  <span className={styles['quiet']}>
                    {no} · {shownInstant(issuedAt)}
                  </span>
                  <span className={styles['quiet']}>
                    {invoiceNo === null ? say('noInvoice') : say('invoice', { no: invoiceNo })}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {common('more')}
        </Button>
      )}
    </div>
  )
}

export default ReceiptsPage
