type Page = { readonly status: number; readonly body: { items?: unknown[]; next?: string | null } }

/** One thing of a list by what names it there. What else it shows may change while the list is read. */
const keyOf = (item: unknown): string => {
  const all = item as Readonly<Record<string, unknown>>
  if (all['id'] !== undefined && all['id'] !== null) return JSON.stringify(all['id'])
  const named = NAMES.map((name) => all[name])
  return JSON.stringify(named.some((part) => part !== undefined) ? named : all)
}

const NAMES = [
  'code',
  'kind',
  'badge',
  'enterpriseId',
  'stationId',
  'deviceId',
  'operator',
  'orderId',
  'model',
  'template',
  'language',
  'validFrom',
  'customerId',
  'tank',
]

/** A handful by its nature, whatever the city's size: one price a size, one agent, one wording a message, one key at a time. */
const BOUNDED = [
  /^\/v1\/prices\?.*\bon=/,
  /^\/v1\/customers\/[^/]+\/agents/,
  /^\/v1\/cash-ups\/open/,
  /^\/v1\/notification-templates/,
  /^\/v1\/ledger\/keys/,
]

/** Comes in one piece, without pages. */
export const isBounded = (url: string): boolean => BOUNDED.some((shape) => shape.test(url))

/** All of a list, page after page. @throws Error when a page does not come or the cursor never ends */
export const walkList = async (
  get: (url: string) => Promise<Page>,
  url: string,
  limit: number,
): Promise<readonly string[]> => {
  const keys: string[] = []
  const join = url.includes('?') ? '&' : '?'
  for (let cursor: string | null = null, pages = 0; ; pages += 1) {
    const at = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const { status, body } = await get(`${url}${join}limit=${limit}${at}`)
    if (status !== 200) throw new Error(`${url}: ${status} ${JSON.stringify(body)}`)
    const items = body.items ?? []
    if (items.length > limit && !isBounded(url))
      throw new Error(`${url}: ${items.length} items on a page of ${limit}`)
    keys.push(...items.map(keyOf))
    cursor = body.next ?? null
    if (cursor === null) return keys
    if (pages > 2_000) throw new Error(`${url}: no end`)
  }
}
