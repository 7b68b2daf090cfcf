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

const shell = createHandlerBoundToURL('/index.html')

// The phone's pages open without a network, with the files that they were built with; the API is asked for itself, or fails.
registerRoute(new NavigationRoute(shell, { allowlist: [/^\/courier(\/|$)/, /^\/my(\/|$)/] }))

// The door is everybody's: a desk in the same browser gets today's version, a phone without a network the kept one.
registerRoute(
  ({ request, url }) => request.mode === 'navigate' && /^\/(login)?$/.test(url.pathname),
  (asked) => fetch(asked.request).catch(() => shell(asked)),
)

// A new version waits until somebody agrees: a page in use keeps the files that it was built with.
worker.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void worker.skipWaiting()
})
