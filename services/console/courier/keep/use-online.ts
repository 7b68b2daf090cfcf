import { useSyncExternalStore } from 'react'

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** What the phone believes of its network; a server that is away looks online. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, () => navigator.onLine)
