import { CloseOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { ScanBox } from '#console/courier/scan/scan-box.tsx'
import { courierTexts } from '#console/courier/texts.ts'
import { findingName, findingWords } from '#console/parts/finding-words.ts'
import type { VanCylinder } from '#schemas/api/stop.ts'
import styles from './visit.module.css'

type Said = { readonly type: 'error' | 'warning'; readonly text: string } | null

const Codes = ({
  codes,
  onRemove,
}: {
  readonly codes: readonly string[]
  readonly onRemove: (code: string) => void
}) => {
  const say = courierTexts.useTexts()
  return (
    <ul className={styles['codes']}>
      {codes.map((code) => (
        <li key={code}>
          <strong className="numbers">{code}</strong>
          <Button
            type="text"
            icon={<CloseOutlined />}
            aria-label={say('remove', { code })}
            onClick={() => onRemove(code)}
          />
        </li>
      ))}
    </ul>
  )
}

/** Scanned cylinders that go in; what the van's list blocks is refused here, without a network. */
export const DeliveredSection = ({
  delivered,
  van,
  onChange,
}: {
  readonly delivered: readonly string[]
  readonly van: readonly VanCylinder[]
  readonly onChange: (codes: readonly string[]) => void
}) => {
  const say = courierTexts.useTexts()
  const finding = findingWords.useTexts()
  const [said, setSaid] = useState<Said>(null)
  const scanned = (code: string): void => {
    const known = van.find((one) => one.code === code)
    if (known !== undefined && known.block !== null) {
      const { clause } = known.block
      const why = findingName(known.block.code, finding)
      const text = `${say('stays', { code })} · ${say('mayNot', { why, clause })}`
      return setSaid({ type: 'error', text })
    }
    setSaid(known === undefined ? { type: 'warning', text: say('notAboard', { code }) } : null)
    if (!delivered.includes(code)) onChange([...delivered, code])
  }
  return (
    <>
      <ScanBox label={say('scanDelivered')} onScan={scanned} />
      <div role="status">
        {said !== null && <Alert type={said.type} showIcon title={said.text} />}
      </div>
      <Codes
        codes={delivered}
        onRemove={(code) => onChange(delivered.filter((one) => one !== code))}
      />
    </>
  )
}

/** Empties that come back; what stands at the customer's is a tap away. */
export const ReturnedSection = ({
  returned,
  delivered,
  atCustomer,
  onChange,
}: {
  readonly returned: readonly string[]
  readonly delivered: readonly string[]
  readonly atCustomer: readonly string[]
  readonly onChange: (codes: readonly string[]) => void
}) => {
  const say = courierTexts.useTexts()
  const add = (code: string): void => {
    if (!returned.includes(code) && !delivered.includes(code)) onChange([...returned, code])
  }
  const there = atCustomer.filter((code) => !returned.includes(code))
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
        onRemove={(code) => onChange(returned.filter((one) => one !== code))}
      />
    </>
  )
}
