import { useCallback, useState } from 'react'
import { phoneStore, type Outgoing } from '#console/courier/keep/phone-store.ts'
import { useStored } from '#console/courier/keep/use-stored.ts'
import { currentSession } from '#console/net/session.ts'
import type { Stop } from '#schemas/api/stop.ts'
import { emptyForm, type VisitForm } from './visit-form.ts'

/**
 * The form of a stop: as it was left, as it was refused, or new. Every change is written down before the next touch.
 * @returns null until it was read
 */
export const useDraft = (stop: Stop, refused: Outgoing | undefined) => {
  const { id } = stop.order
  const [form, setForm] = useState<VisitForm | null>(null)
  const read = useCallback(async () => (await phoneStore.drafts.get(id)) ?? null, [id])
  const kept = useStored(read)
  const begun = (kept?.form ?? refused?.form ?? null) as Partial<VisitForm> | null
  // The first reading decides; later ones are echoes of what is written here.
  // One that an older version of this page began lacks what came since.
  if (form === null && kept !== undefined) setForm({ ...emptyForm(stop), ...begun })
  const change = (part: Partial<VisitForm>): void => {
    if (form === null) return
    const next = { ...form, ...part }
    setForm(next)
    const username = currentSession()?.username ?? ''
    void phoneStore.drafts.put({ orderId: id, username, savedAt: Date.now(), form: next })
  }
  return { form, change }
}
