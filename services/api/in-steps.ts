/** As many at once as the recorder has lanes, and some: each event is a transaction of its own. */
export const IN_STEPS_OF = 8

/** Works through the items, so many at once; the results in their order. */
export const inSteps = async <T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = []
  for (let at = 0; at < items.length; at += width) {
    const step = items.slice(at, at + width).map((item, index) => work(item, at + index))
    results.push(...(await Promise.all(step)))
  }
  return results
}
