import { Alert } from 'antd'
import { useState } from 'react'
import { ScanBox } from '#console/courier/scan/scan-box.tsx'
import { courierTexts } from '#console/courier/texts.ts'
import { findingName, findingWords } from '#console/parts/finding-words.ts'
import type { VanCylinder } from '#schemas/api/stop.ts'
import { Codes } from './code-list.tsx'

type Said = { readonly type: 'error' | 'warning'; readonly text: string } | null

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
        unsure={(code) => !van.some((one) => one.code === code)}
        onRemove={(code) => onChange(delivered.filter((one) => one !== code))}
      />
    </>
  )
}
