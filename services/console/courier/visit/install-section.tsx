import { Checkbox, Segmented } from 'antd'
import { courierTexts } from '#console/courier/texts.ts'
import { shownMoney } from '#console/i18n/format.ts'
import type { VisitForm } from './visit-form.ts'
import styles from './visit.module.css'

const ticks = ['leakFree', 'ignited'] as const

/** 安装、检漏、点火, the manual where they have none, and how it was paid. */
export const InstallSection = ({
  form,
  totalFen,
  knowsManual,
  onChange,
}: {
  readonly form: VisitForm
  readonly totalFen: number
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
      {totalFen > 0 && (
        <>
          <p>{say('pay', { total: shownMoney(totalFen) })}</p>
          <Segmented<VisitForm['payment']>
            block
            size="large"
            aria-label={say('pay', { total: shownMoney(totalFen) })}
            value={form.payment}
            onChange={(payment) => onChange({ payment })}
            options={(['cash', 'wechat', 'alipay', 'account'] as const).map((value) => ({
              value,
              label: say(`pay.${value}`),
            }))}
          />
        </>
      )}
    </>
  )
}
