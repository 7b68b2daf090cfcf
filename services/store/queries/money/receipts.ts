import type { Pool } from 'pg'
import { ms, violation, Where } from '#store/queries/queryable.ts'
import { heldInScope } from '#store/queries/sales/returns.ts'
import type { Scope } from '#store/queries/scope.ts'
import { timeKeyOlder, type TimeKey } from './time-key.ts'

export type ReceiptRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly no: string
  readonly kind: 'gas' | 'delivery-fee' | 'deposit'
  readonly customerId: string
  readonly orderId: string
  readonly form: 'paper' | 'electronic'
  readonly amountFen: number
  readonly issuedAt: number
  readonly invoiceNo: string | null
  readonly invoiceOn: string | null
  readonly voidedAt: number | null
}

export type Invoicing = {
  readonly invoiceNo: string
  readonly invoiceOn: string
  readonly by: string
}

const RECEIPT = `t.id, t.enterprise_id as "enterpriseId", t.no, t.kind, t.customer_id as "customerId", t.order_id as "orderId",
  t.form, t.amount_fen::float8 as "amountFen", ${ms('t.issued_at')} as "issuedAt", t.invoice_no as "invoiceNo",
  t.invoice_on::text as "invoiceOn", ${ms('t.voided_at')} as "voidedAt"`

export const receiptQueries = (pool: Pool, read: Pool) => {
  const one = async (scope: Scope, id: string): Promise<ReceiptRow | null> => {
    const where = new Where()
    where.and(`t.id = ${where.param(id)}`)
    where.and(heldInScope(where, scope, 't'))
    const sql = `select ${RECEIPT} from receipt t ${where.sql}`
    return (await pool.query<ReceiptRow>(sql, where.values)).rows[0] ?? null
  }
  return {
    byId: one,

    async ofOrder(orderId: string): Promise<readonly ReceiptRow[]> {
      const { rows } = await pool.query<ReceiptRow>(
        `select ${RECEIPT} from receipt t where t.order_id = $1 order by t.no limit 300`,
        [orderId],
      )
      return rows
    },

    /** Newest first. */
    async list(
      scope: Scope,
      filter: { readonly customerId?: string | undefined; readonly orderId?: string | undefined },
      limit: number,
      after: TimeKey,
    ): Promise<readonly ReceiptRow[]> {
      const where = new Where()
      where.and(heldInScope(where, scope, 't'))
      if (filter.customerId !== undefined) {
        where.and(`t.customer_id = ${where.param(filter.customerId)}`)
      }
      if (filter.orderId !== undefined) where.and(`t.order_id = ${where.param(filter.orderId)}`)
      timeKeyOlder(where, 't.issued_at', 't.id', after)
      const { rows } = await read.query<ReceiptRow>(
        `select ${RECEIPT} from receipt t ${where.sql} order by t.issued_at desc, t.id desc limit ${where.param(limit)}`,
        where.values,
      )
      return rows
    },

    /** Notes the e-invoice once. `taken` = another receipt has that number; `set` = this one has another, or is void. */
    async invoice(
      id: string,
      { invoiceNo, invoiceOn, by }: Invoicing,
    ): Promise<'ok' | 'taken' | 'set'> {
      try {
        const { rowCount } = await pool.query(
          `update receipt set invoice_no = $2, invoice_on = $3, invoiced_by = coalesce(invoiced_by, $4)
           where id = $1 and voided_at is null and (invoice_no is null or (invoice_no, invoice_on) = ($2, $3::date))`,
          [id, invoiceNo, invoiceOn, by],
        )
        return rowCount === 1 ? 'ok' : 'set'
      } catch (error) {
        if (violation(error) === 'unique') return 'taken'
        throw error
      }
    },
  }
}
