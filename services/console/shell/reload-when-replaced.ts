const KEY = 'lpg.reloaded'
/** A second failure so soon is no new version but a missing network: said by the page, not hidden by reloading. */
const PAUSE_MS = 20_000

/** A page that was open while the server got a new version asks for chunks that are gone: it starts anew with the new ones. */
export const reloadWhenReplaced = (): void =>
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(KEY) ?? 0)
    if (!navigator.onLine || Date.now() - last < PAUSE_MS) return
    event.preventDefault()
    sessionStorage.setItem(KEY, String(Date.now()))
    location.reload()
  })
