import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { courierTexts } from '#console/courier/texts.ts'
import styles from './visit.module.css'

/** Scanned codes, each with a way out. */
export const Codes = ({
  codes,
  onRemove,
  beside,
  unsure,
}: {
  readonly codes: readonly string[]
  readonly onRemove: (code: string) => void
  /** What else is said of one. */
  readonly beside?: (code: string) => ReactNode
  /** Not on any list that the phone has. */
  readonly unsure?: (code: string) => boolean
}) => {
  const say = courierTexts.useTexts()
  return (
    <ul className={styles['codes']}>
      {codes.map((code) => (
        <li key={code} className={unsure?.(code) === true ? styles['unsure'] : undefined}>
          <strong className="numbers">{code}</strong>
          {beside?.(code)}
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
