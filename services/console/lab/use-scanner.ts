import { useEffect, useRef } from 'react'
import { codeOf } from '#console/parts/scan-field.tsx'

/** A hand scanner types a character every few milliseconds; nobody types so. */
const BETWEEN_MS = 40
const LEAST = 4

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

/** Scans that arrive while the focus is on a button or on nothing: without this their Enter would press the button. */
export const useScanner = (onScan: (code: string) => void): void => {
  const handler = useRef(onScan)
  useEffect(() => {
    handler.current = onScan
  })
  useEffect(() => {
    let typed = ''
    let at = 0
    const onKey = (event: KeyboardEvent): void => {
      if (isField(event.target) || event.ctrlKey || event.altKey || event.metaKey) return
      if (event.timeStamp - at > BETWEEN_MS) typed = ''
      at = event.timeStamp
      if (event.key.length === 1) typed += event.key
      if (event.key !== 'Enter' || typed.length < LEAST) return
      event.preventDefault()
      event.stopPropagation()
      handler.current(codeOf(typed))
      typed = ''
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [])
}
