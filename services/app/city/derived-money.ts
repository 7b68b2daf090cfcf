import type pg from 'pg'
import { chart } from '#domain/money/chart.ts'

const { receivable, gas, delivery, deposits, courierCash, wechat, alipay, cash } = chart
const ACCOUNTS = [receivable, gas, delivery, deposits, courierCash, wechat, alipay, cash]

const OPENED = `
  insert into ledger_account (enterprise_id, code) select e, c from unnest($1::text[]) e, unnest($2::text[]) c
  order by 1, 2 on conflict do nothing`

const WITHIN = `enterprise_id = any($1::text[]) and happened_at >= to_timestamp($2 / 1000.0) and happened_at < to_timestamp($3 / 1000.0)`

const LINE = `entry_id, line, entry_no, enterprise_id, account, customer_id, user_id, model, booked_on, debit_fen, credit_fen`
const ENTRY = `enterprise_id, kind, source, customer_id, order_id, booked_on, happened_at, recorded_at, recorded_by, lines, total_fen`
const DAY = `(happened_at at time zone 'Asia/Shanghai')::date`

/** Each visit that brought something, as the route books it; with its slips and deposits. */
const SALES = `
  with sold as (
    select d.id, d.order_id, d.enterprise_id, o.customer_id, o.no, d.courier_id, d.happened_at, d.recorded_at, l.model,
      sum(l.gas_fen)::int as gas, sum(l.delivery_fee_fen)::int as fee, sum(l.deposit_fen)::int as held
    from delivery d join sale_order o on o.id = d.order_id join delivery_cylinder c on c.delivery_id = d.id
    join order_line l on l.order_id = d.order_id and l.line = c.line
    where d.${WITHIN.replace('happened_at', 'd.happened_at').replace('and happened_at <', 'and d.happened_at <')} group by d.id, o.id, l.model
  ), entry as (
    insert into journal_entry (${ENTRY})
    select enterprise_id, 'sale', 'sale:' || id, customer_id, order_id, ${DAY}, happened_at, recorded_at, courier_id,
      2 + (fee > 0)::int + (held > 0)::int, gas + fee + held
    from sold order by happened_at, id on conflict do nothing returning id, no, source, booked_on
  ), booked as (
    select e.id as entry_id, e.no as entry_no, e.booked_on, s.* from entry e join sold s on e.source = 'sale:' || s.id
  ), lines as (
    insert into journal_line (${LINE})
    select entry_id, line, entry_no, enterprise_id, account, customer_id, null::uuid, size, booked_on, debit, credit
    from booked, lateral (values (1, '${receivable.code}', gas + fee + held, 0, null), (2, '${gas.code}', 0, gas, null),
      (3, '${delivery.code}', 0, fee, null), (4, '${deposits.code}', 0, held, model)) v (line, account, debit, credit, size)
    where debit + credit > 0
  ), slips as (
    insert into receipt (enterprise_id, no, kind, customer_id, order_id, delivery_id, entry_id, form, amount_fen, issued_at)
    select enterprise_id, no || '-1' || letter, kind, customer_id, order_id, id, entry_id, 'electronic', fen, happened_at
    from booked, lateral (values ('G', 'gas', gas), ('F', 'delivery-fee', fee), ('D', 'deposit', held)) v (letter, kind, fen)
    where fen > 0
  )
  insert into deposit (enterprise_id, customer_id, code, model, amount_fen, order_id, delivery_id, entry_id, taken_at)
  select b.enterprise_id, b.customer_id, c.code, b.model, l.deposit_fen, b.order_id, b.id, b.entry_id, b.happened_at
  from booked b join delivery_cylinder c on c.delivery_id = b.id join order_line l on l.order_id = b.order_id and l.line = c.line
  where l.deposit_fen > 0`

/** At the door: half of them in cash, a few not at all. */
const PAYMENTS = `
  with sale as (
    select *, abs(hashtext(source)) % 100 as way from journal_entry where kind = 'sale' and ${WITHIN}
  ), paid as (
    select *, case when way < 55 then '${courierCash.code}' when way < 85 then '${wechat.code}' else '${alipay.code}' end as account
    from sale where way >= 3
  ), entry as (
    insert into journal_entry (${ENTRY})
    select enterprise_id, 'payment', 'payment:' || substr(source, 6) || ':0', customer_id, order_id, booked_on, happened_at,
      recorded_at, recorded_by, 2, total_fen
    from paid order by no on conflict do nothing returning id, no, source
  )
  insert into journal_line (${LINE})
  select e.id, line, e.no, p.enterprise_id, v.account, p.customer_id, v.hand, null, p.booked_on, debit, credit
  from entry e join paid p on e.source = 'payment:' || substr(p.source, 6) || ':0',
    lateral (values (1, p.account, case when p.account = '${courierCash.code}' then p.recorded_by::uuid end, p.total_fen, 0),
      (2, '${receivable.code}', null, 0, p.total_fen)) v (line, account, hand, debit, credit)`

/** Every evening each courier hands in the cash of the day; the last day's is still with them. */
const CASH_UPS = `
  with held as (
    select l.enterprise_id, l.user_id, l.booked_on, sum(l.debit_fen)::int8 as fen, md5('cash-up' || l.user_id || l.booked_on)::uuid as id,
      (l.booked_on + time '18:30') at time zone 'Asia/Shanghai' as at, u.id as office
    from journal_line l join lateral (
      select id from app_user where enterprise_id = l.enterprise_id and role = 'office' order by id limit 1) u on true
    where l.enterprise_id = any($1::text[]) and l.account = '${courierCash.code}' and l.debit_fen > 0
      and l.booked_on >= (to_timestamp($2 / 1000.0) at time zone 'Asia/Shanghai')::date
      and l.booked_on < (to_timestamp($3 / 1000.0) at time zone 'Asia/Shanghai')::date - $4::int
    group by 1, 2, 3, u.id
  ), entry as (
    insert into journal_entry (${ENTRY})
    select enterprise_id, 'cash-up', 'cash-up:' || id, null, null, booked_on, at, at, office, 2, fen
    from held order by at, id on conflict do nothing returning id, no, source
  ), booked as (
    select e.id as entry_id, e.no as entry_no, h.* from entry e join held h on e.source = 'cash-up:' || h.id
  ), lines as (
    insert into journal_line (${LINE})
    select entry_id, line, entry_no, enterprise_id, account, null, hand, null, booked_on, debit, credit
    from booked, lateral (values (1, '${cash.code}', null, fen, 0), (2, '${courierCash.code}', user_id, 0, fen))
      v (line, account, hand, debit, credit)
  )
  insert into cash_up (id, enterprise_id, courier_id, expected_fen, counted_fen, entry_id, received_by, counted_at)
  select id, enterprise_id, user_id, fen, fen, entry_id, office, at from booked`

const DAY_MS = 86_400_000
/** So many days up to the last one: of a city of 100 000 cylinders some 20 000 sales. */
const BOOKED_DAYS = 60

/** The books of a city's newest sales, a day at a time: nobody tells the planner how many rows an insert returns, so it compares each with each. */
export const deriveMoney = async (
  pool: pg.Pool,
  enterprises: readonly string[],
  [startMs, endMs]: readonly [number, number],
): Promise<void> => {
  await pool.query(OPENED, [enterprises, ACCOUNTS.map(({ code }) => code)])
  for (let to = endMs; to > Math.max(startMs, endMs - BOOKED_DAYS * DAY_MS); to -= DAY_MS) {
    const day = [enterprises, to - DAY_MS, to]
    await pool.query(SALES, day)
    await pool.query(PAYMENTS, day)
    await pool.query(CASH_UPS, [...day, to === endMs ? 1 : 0])
  }
}
