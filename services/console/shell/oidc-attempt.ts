/** What this browser keeps while somebody is away at the provider; gone with the tab. */
type Kept = {
  readonly attempt: string
  /** Where they wanted to go. */
  readonly from: string | null
}

const KEY = 'lpg.oidc'

export const keepAttempt = (kept: Kept): void => sessionStorage.setItem(KEY, JSON.stringify(kept))

/** The attempt of this tab, once: an answer counts once only. */
export const takeAttempt = (): Kept | null => {
  const text = sessionStorage.getItem(KEY)
  sessionStorage.removeItem(KEY)
  return text === null ? null : (JSON.parse(text) as Kept)
}
