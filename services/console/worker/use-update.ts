import { useEffect, useState } from 'react'

/** How often a phone that is never closed looks for a new version. */
const LOOK_MS = 30 * 60_000

const watch = (registration: ServiceWorkerRegistration, found: (worker: ServiceWorker) => void) => {
  const waiting = (): void => {
    // Without a controller it is the first visit, not an update.
    if (registration.waiting !== null && navigator.serviceWorker.controller !== null) {
      found(registration.waiting)
    }
  }
  waiting()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', waiting)
  })
}

/**
 * Keeps the phone's pages on the phone. @returns how to change to a new version, null while there is none. What is not sent lies in
 * the phone's store, which no version empties.
 */
export const useUpdate = (): (() => void) | null => {
  const [next, setNext] = useState<ServiceWorker | null>(null)
  useEffect(() => {
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
    let timer: ReturnType<typeof setInterval> | undefined
    let ended = false
    navigator.serviceWorker
      .register('/phone-worker.js')
      .then((registration) => {
        if (ended) return
        watch(registration, setNext)
        timer = setInterval(() => void registration.update().catch(() => undefined), LOOK_MS)
      })
      // A private window may forbid it: then the pages need a network, and work.
      .catch(() => undefined)
    return () => {
      ended = true
      clearInterval(timer)
    }
  }, [])
  if (next === null) return null
  return () => {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
      once: true,
    })
    next.postMessage('take-over')
  }
}
