import { Button, Select } from 'antd'
import { ScanBox } from '#console/courier/scan/scan-box.tsx'
import { courierTexts } from '#console/courier/texts.ts'
import { Codes } from './code-list.tsx'
import { PhotoRow } from './photo-row.tsx'
import { type ReturnReason, returnReasons, type VisitForm } from './visit-form.ts'
import styles from './visit.module.css'

const MOST_UNREAD = 10

/** Empties that come back: what stands at the customer's is a tap away, what nobody can read is a photo. */
export const ReturnedSection = ({
  form: { returned, reasons, unread, delivered },
  atCustomer,
  customerId,
  onChange,
}: {
  readonly form: VisitForm
  readonly atCustomer: readonly string[]
  readonly customerId: string
  readonly onChange: (change: Partial<VisitForm>) => void
}) => {
  const say = courierTexts.useTexts()
  const add = (code: string): void => {
    if (!returned.includes(code) && !delivered.includes(code)) {
      onChange({ returned: [...returned, code] })
    }
  }
  const there = atCustomer.filter((code) => !returned.includes(code) && !delivered.includes(code))
  return (
    <>
      <ScanBox label={say('scanReturned')} onScan={add} />
      {there.length > 0 && (
        <div className={styles['row']}>
          {there.map((code) => (
            <Button key={code} onClick={() => add(code)}>
              {say('takeBack', { code })}
            </Button>
          ))}
        </div>
      )}
      <Codes
        codes={returned}
        onRemove={(code) => onChange({ returned: returned.filter((one) => one !== code) })}
        beside={(code) => (
          <Select<ReturnReason>
            aria-label={say('returnReason', { code })}
            value={reasons[code] ?? 'used-up'}
            onChange={(reason) => onChange({ reasons: { ...reasons, [code]: reason } })}
            options={returnReasons.map((value) => ({ value, label: say(`reason.${value}`) }))}
          />
        )}
      />
      <PhotoRow
        label={say('unreadEmpty')}
        photos={unread}
        most={MOST_UNREAD}
        customerId={customerId}
        onChange={(photos) => onChange({ unread: photos })}
      />
    </>
  )
}
