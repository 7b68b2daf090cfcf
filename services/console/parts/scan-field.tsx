import { ScanOutlined } from '@ant-design/icons'
import { Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'

/** The address on our QR labels: its last part is the code. */
const LABEL = /\/t\/([A-Za-z0-9-]{1,32})\/?$/

/** What a scanner types: the bare code, or the address of a label. */
export const codeOf = (scanned: string): string => LABEL.exec(scanned.trim())?.[1] ?? scanned.trim()

/**
 * A field for hand scanners, which type and press Enter, and for fingers. It empties itself for the next scan and keeps
 * the focus when asked to.
 */
export const ScanField = ({
  label,
  onScan,
  keepFocus = false,
  size = 'large',
}: {
  readonly label: string
  readonly onScan: (code: string) => void
  readonly keepFocus?: boolean
  readonly size?: 'middle' | 'large'
}) => {
  const [value, setValue] = useState('')
  const field = useRef<InputRef>(null)
  useEffect(() => {
    if (keepFocus) field.current?.focus()
  }, [keepFocus])
  const scanned = (): void => {
    const code = codeOf(value)
    if (code === '') return
    setValue('')
    onScan(code)
    if (keepFocus) field.current?.focus()
  }
  return (
    <Input
      ref={field}
      size={size}
      value={value}
      prefix={<ScanOutlined aria-hidden />}
      placeholder={label}
      aria-label={label}
      autoCapitalize="characters"
      autoComplete="off"
      enterKeyHint="search"
      onChange={(event) => setValue(event.target.value)}
      onPressEnter={scanned}
    />
  )
}
