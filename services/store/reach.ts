import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * For whom a transaction works: what row-level security goes by. `public` = a page for everybody about one `subject` (a code, the
 * value of a QR tag, the token of a badge); `login` = somebody at the door, who sees accounts and sessions; `system` = the program
 * itself, which sees all; `nobody` sees nothing.
 */
export type Reach = {
  readonly role:
    | 'admin'
    | 'office'
    | 'station'
    | 'courier'
    | 'lab'
    | 'regulator'
    | 'customer'
    | 'public'
    | 'login'
    | 'system'
    | 'nobody'
  readonly userId?: string | null
  readonly enterpriseId?: string | null
  /** Of a regulator; '' = the whole country. */
  readonly regionPrefix?: string | null
  readonly customerId?: string | null
  readonly subject?: string | null
  /** One cylinder is asked for: whoever has an event of it sees it. Too dear for lists. */
  readonly closely?: boolean
}

const NOBODY: Reach = { role: 'nobody' }
const carried = new AsyncLocalStorage<Reach>()

/** The reach of whoever is being served; outside of any request nobody's. */
export const reachNow = (): Reach => carried.getStore() ?? NOBODY

/** Everything that `work` asks the database, also later, it asks for `reach`. */
export const withinReach = <T>(reach: Reach, work: () => T): T => carried.run(reach, work)

/** For what has to look across enterprises and shows nothing of it but what its caller may know: say at the place why. */
export const beyondReach = <T>(work: () => T): T => withinReach({ role: 'system' }, work)

/** For questions about one cylinder. */
export const closely = <T>(work: () => T): T => withinReach({ ...reachNow(), closely: true }, work)

/** What anybody may have typed (the subject of a public page) never stands in a statement as it is. */
const literal = (text: string): string =>
  /^[\w-]*$/.test(text)
    ? `'${text}'`
    : `convert_from(decode('${Buffer.from(text).toString('hex')}', 'hex'), 'UTF8')`

/**
 * The settings that the policies read, as one statement; local to the transaction. A zero byte is in no text of PostgreSQL; nothing is
 * called so.
 */
export const settingsOf = (reach: Reach): string => {
  // Without a prefix a regulator oversees nothing: '' would be the whole country.
  const lost = reach.role === 'regulator' && typeof reach.regionPrefix !== 'string'
  const settings = {
    role: lost ? 'nobody' : reach.role,
    enterprise: reach.enterpriseId ?? '',
    region: reach.regionPrefix ?? '',
    user: reach.userId ?? '',
    customer: reach.customerId ?? '',
    subject: (reach.subject ?? '').replaceAll('\0', ''),
    closely: reach.closely === true ? 'on' : '',
  }
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config('lpg.${name}', ${literal(value)}, true)`,
  )
  return `select ${calls.join(', ')}`
}

/** `beyondReach` in the middle of a transaction; an error ends the transaction anyway. */
export const beyondReachIn = async <T>(
  client: { query(text: string): Promise<unknown> },
  work: () => Promise<T>,
): Promise<T> => {
  await client.query(settingsOf({ role: 'system' }))
  const result = await work()
  await client.query(settingsOf(reachNow()))
  return result
}
