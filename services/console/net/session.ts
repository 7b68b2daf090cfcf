import { useSyncExternalStore } from 'react'

export type Role = 'admin' | 'office' | 'station' | 'courier' | 'lab' | 'regulator' | 'customer'

export type Session = {
  readonly token: string
  readonly username: string
  readonly role: Role
  readonly enterpriseId: string | null
  readonly stationId: string | null
  readonly regionPrefix: string | null
}

const KEY = 'lpg.session'
const listeners = new Set<() => void>()

const read = (): Session | null => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Session | null
  } catch {
    return null
  }
}
let current = read()

const set = (session: Session | null): void => {
  current = session
  for (const listener of listeners) listener()
}

/** Kept in this browser: a kiosk or a courier's phone stays signed in over a restart without a network. */
export const openSession = (session: Session): void => {
  localStorage.setItem(KEY, JSON.stringify(session))
  set(session)
}

/** Whoever keeps names of customers in this browser forgets them when it is heard (`courier/keep`). */
export const SIGNED_OUT = 'lpg.signed-out'

export const closeSession = (): void => {
  localStorage.removeItem(KEY)
  set(null)
  window.dispatchEvent(new Event(SIGNED_OUT))
}

export const currentSession = (): Session | null => current

// Signed out in one tab means signed out in all.
window.addEventListener('storage', (event) => {
  if (event.key === KEY) set(read())
})

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useSession = (): Session | null => useSyncExternalStore(subscribe, currentSession)
