import { useEffect, useState } from 'react'

/** Between two keys of somebody who types. */
const TYPING_MS = 250

/** The value once it has stopped changing. */
export const useSettled = <T>(value: T): T => {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
