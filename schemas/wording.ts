/**
 * A zod error in the words of a device maker: "is missing" or "must be …". The codec puts the field's
 * path in front, so a rejection reads `grossG must be whole grams`.
 */
export function must(be: string): { error: (issue: { readonly input?: unknown }) => string } {
  const text = `must be ${be}`
  return { error: (issue) => (issue.input === undefined ? 'is missing' : text) }
}
