import { get, query } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import type { Recalled } from './recall-form.tsx'

const PAGE = 500

/** All cylinders of a recall, page by page; says how many there are so far. @throws RequestFailed */
export const everyRecalled = async (
  asked: Readonly<Record<string, string>>,
  onProgress: (n: number) => void,
): Promise<readonly Recalled[]> => {
  const rows: Recalled[] = []
  let cursor: string | null = null
  do {
    const path = `/v1/recalls${query({ ...asked, limit: PAGE, cursor })}`
    const page: Page<Recalled> = await get<Page<Recalled>>(path)
    rows.push(...page.items)
    onProgress(rows.length)
    cursor = page.next
  } while (cursor !== null)
  return rows
}
