import { useSyncExternalStore } from 'react'

/** A phone: too narrow for a table. */
const narrow = window.matchMedia('(max-width: 640px)')

const subscribe = (listener: () => void): (() => void) => {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)
