import type { Answer } from './demo-api.ts'

export type Row = Readonly<Record<string, unknown>>

/** What was answered. @throws Error with the problem's text. */
export const must = async (answer: Promise<Answer>): Promise<Row> => {
  const { status, body } = await answer
  if (status < 300) return body
  throw new Error(`${status} ${JSON.stringify(body)}`)
}

export const rows = (body: Row): readonly Row[] => (body['items'] ?? []) as readonly Row[]
