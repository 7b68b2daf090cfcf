import { call } from '#console/net/call.ts'
import { newKey } from '#console/net/new-key.ts'
import { RequestFailed } from '#console/net/problem.ts'
import { currentSession } from '#console/net/session.ts'
import { type Outgoing, phoneStore } from './phone-store.ts'

const { outbox, pictures, drafts } = phoneStore

/** What was sent stays to be looked at for two days. */
const KEEP_SENT_MS = 2 * 24 * 3_600_000

type Told = Pick<Outgoing, 'orderId' | 'title' | 'kind' | 'path' | 'body' | 'pictures' | 'form'>

/** Written down before anything is sent; with it the draft is done, and a refused telling that it mends. */
export const tell = async (told: readonly Told[], replaces?: number): Promise<void> => {
  const username = currentSession()?.username ?? ''
  await phoneStore.transaction('rw', outbox, drafts, async () => {
    if (replaces !== undefined) await outbox.delete(replaces)
    for (const one of told) {
      const row = { ...one, key: newKey(), username, state: 'waiting' as const }
      const empty = { refused: null, answer: null, sentAt: null }
      await outbox.add({ ...row, ...empty, savedAt: Date.now() })
      await drafts.delete(one.orderId)
    }
  })
}

/** A refused one goes; what it says was put back into a draft, or is meant to be forgotten. */
export const withdraw = (seq: number): Promise<void> => outbox.delete(seq)

const sendPictures = async ({ pictures: names }: Outgoing): Promise<void> => {
  for (const sha256 of names) {
    const picture = await pictures.get(sha256)
    if (picture === undefined) continue
    const { kind, customerId, blob } = picture
    await call('POST', `/v1/objects?kind=${kind}&customerId=${customerId}`, { body: blob })
    await pictures.delete(sha256)
  }
}

/** The network, the server, or the session: nothing that is wrong with what was told. */
const isForLater = ({ status, code }: RequestFailed): boolean =>
  status === 0 ||
  status >= 500 ||
  status === 401 ||
  status === 429 ||
  code === 'IDEMPOTENCY_KEY_RUNNING'

/** @returns whether the next one may be tried */
const sendOne = async (row: Outgoing): Promise<boolean> => {
  try {
    await sendPictures(row)
    const answer = await call('POST', row.path, { body: row.body, key: row.key })
    await outbox.update(row.seq, { state: 'sent', answer, sentAt: Date.now(), form: null })
    return true
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error
    if (isForLater(error)) return false
    const { status, code, problem } = error
    await outbox.update(row.seq, { state: 'refused', refused: { status, code, problem } })
    return true
  }
}

const sendWaiting = async (username: string): Promise<boolean> => {
  for (;;) {
    const waiting = await outbox.where('state').equals('waiting').sortBy('seq')
    const next = waiting.find((row) => row.username === username)
    if (next === undefined) return true
    if (!(await sendOne(next))) return false
  }
}

const forgetOld = async (): Promise<void> => {
  const before = Date.now() - KEEP_SENT_MS
  const sent = await outbox.where('state').equals('sent').toArray()
  const old = sent.filter(({ sentAt }) => (sentAt ?? 0) < before)
  await outbox.bulkDelete(old.map(({ seq }) => seq))
}

/** One tab sends at a time: the order of what happened is the order of what is told. */
const alone = async (work: () => Promise<boolean>): Promise<boolean> => {
  // Missing over plain HTTP, where nothing of this works without a network anyway.
  if (!('locks' in navigator)) return work()
  return navigator.locks.request('lpg-outbox', { ifAvailable: true }, (lock) =>
    lock === null ? false : work(),
  )
}

/** Sends what waits, oldest first. @returns whether nothing waits any more */
export const sendAll = (): Promise<boolean> => {
  const username = currentSession()?.username
  if (username === undefined) return Promise.resolve(false)
  return alone(async () => {
    await forgetOld()
    return sendWaiting(username)
  })
}
