import { useSyncExternalStore } from 'react'

/** On paper nothing scrolls: whoever draws only what is in sight draws all while it prints. */
const paper = window.matchMedia('print')

const subscribe = (listener: () => void): (() => void) => {
  paper.addEventListener('change', listener)
  return () => paper.removeEventListener('change', listener)
}

export const usePrinting = (): boolean => useSyncExternalStore(subscribe, () => paper.matches)
