/** Placeholder until the station scenario is wired. */
export const runDemo = async (
  _env: Readonly<Record<string, string | undefined>>,
): Promise<void> => {
  throw new Error('not yet')
}
