import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

/** What the pages of the phone are made of (`phone-worker.ts` puts it here at build). */
declare const __PRECACHE__: PrecacheEntry[]

type Worker = {
  skipWaiting(): Promise<void>
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
}
const worker = self as unknown as Worker

precacheAndRoute(__PRECACHE__)
cleanupOutdatedCaches()

// The phone's pages open without a network; whatever is asked of the API goes to the API, or fails.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    allowlist: [/^\/$/, /^\/login/, /^\/courier/, /^\/my(\/|$)/],
  }),
)

// A new version waits until somebody agrees: a page in use keeps the files that it was built with.
worker.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void worker.skipWaiting()
})
