/** A way back inside of this console, never to another site. */
export const ownPath = (from: unknown): string | null =>
  typeof from === 'string' && /^\/(?![/\\])/.test(from) ? from : null
