import { Checkbox, InputNumber, Segmented } from 'antd'
import { courierTexts } from '#console/courier/texts.ts'
import { shownMoney } from '#console/i18n/format.ts'
import type { VisitForm } from './visit-form.ts'
import { paidOf } from './visit-money.ts'
import styles from './visit.module.css'

const ticks = ['leakFree', 'ignited'] as const

const ways = ['cash', 'wechat', 'alipay', 'account'] as const

/** What is due for what was handed over, and what was taken of it. */
const PaymentPart = ({
  form,
  dueFen,
  onChange,
}: {
  readonly form: VisitForm
  readonly dueFen: number
  readonly onChange: (change: Partial<VisitForm>) => void
}) => {
  const say = courierTexts.useTexts()
  const paid = paidOf(form, dueFen)
  return (
    <>
      <p>{say('pay', { total: shownMoney(dueFen) })}</p>
      <Segmented<VisitForm['payment']>
        block
        size="large"
        aria-label={say('pay', { total: shownMoney(dueFen) })}
        value={form.payment}
        onChange={(payment) => onChange({ payment })}
        options={ways.map((value) => ({ value, label: say(`pay.${value}`) }))}
      />
      {form.payment !== 'account' && (
        <label className={styles['ask']}>
          {say('paid')}
          <InputNumber<number>
            className={styles['amount'] ?? ''}
            size="large"
            inputMode="decimal"
            prefix="¥"
            min={0}
            max={dueFen / 100}
            precision={2}
            controls={false}
            value={paid / 100}
            onChange={(yuan) =>
              onChange({ paidFen: yuan === null ? null : Math.round(yuan * 100) })
            }
          />
        </label>
      )}
      {paid < dueFen && (
        <p className={styles['quiet']} role="status">
          {say('owed', { rest: shownMoney(dueFen - paid) })}
        </p>
      )}
    </>
  )
}

/** 安装、检漏、点火, the manual where they have none, and how it was paid. */
export const InstallSection = ({
  form,
  dueFen,
  knowsManual,
  onChange,
}: {
  readonly form: VisitForm
  readonly dueFen: number
  readonly knowsManual: boolean
  readonly onChange: (change: Partial<VisitForm>) => void
}) => {
  const say = courierTexts.useTexts()
  return (
    <>
      <Segmented<VisitForm['installation']>
        block
        size="large"
        aria-label={say('installation')}
        value={form.installation}
        onChange={(installation) => onChange({ installation })}
        options={(['done', 'declined', 'not-done'] as const).map((value) => ({
          value,
          label: say(`installation.${value}`),
        }))}
      />
      {form.installation === 'done' &&
        ticks.map((name) => (
          <Checkbox
            key={name}
            className={styles['tick'] ?? ''}
            checked={form[name]}
            onChange={({ target }) => onChange({ [name]: target.checked })}
          >
            {say(name)}
          </Checkbox>
        ))}
      {!knowsManual && (
        <Checkbox
          className={styles['tick'] ?? ''}
          checked={form.manual}
          onChange={({ target }) => onChange({ manual: target.checked })}
        >
          {say('manual')}
        </Checkbox>
      )}
      {dueFen > 0 && <PaymentPart form={form} dueFen={dueFen} onChange={onChange} />}
    </>
  )
}
