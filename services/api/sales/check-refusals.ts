import type { z } from 'zod'
import { problem, type Said } from '#api/problem.ts'
import { checkPhone } from '#domain/identity/phone.ts'
import type { inspectionCreate } from '#schemas/api/safety.ts'

type Told = z.infer<typeof inspectionCreate>

const wrong = (path: string, detail: Said) => problem('INCONSISTENT_REQUEST', { path, detail })

/** A check has its items and is signed; what failed is told in a notice. @throws INCONSISTENT_REQUEST */
export const refuseHalfCheck = ({ check, outcome, signature, notice }: Told): void => {
  if ((check === undefined) === (outcome === 'checked')) {
    throw wrong('/check', {
      zh: '入户检查须填写各项；未能入户则不填',
      en: 'a check has its items; where nobody was let in there are none',
    })
  }
  if (outcome === 'checked' && signature === undefined) {
    throw wrong('/signature', {
      zh: '检查须由用户签字或注明拒签（R002-5.11.1-4）',
      en: 'the customer signs the check, or refuses to (R002-5.11.1-4)',
    })
  }
  const failed = check?.items.some(({ ok }) => !ok) === true
  if (failed && notice === undefined) {
    throw wrong('/notice', {
      zh: '有不合格项须下达整改通知，签字或注明拒签（R002-5.11.6）',
      en: 'a failed item needs a rectification notice, signed or refused (R002-5.11.6)',
    })
  }
}

/** Where nobody opened a note is left, with a number that exists. @throws INCONSISTENT_REQUEST, INVALID_IDENTITY */
export const refuseWithoutNote = ({ outcome, kind, note }: Told): void => {
  if (outcome !== 'checked' && kind === 'periodic' && note === undefined) {
    throw wrong('/note', {
      zh: '请留言并注明电话和下次日期，并在此登记（R001-5.5-bk）',
      en: 'leave a note with a phone and the next day, and say so here (R001-5.5-bk)',
    })
  }
  const phone = note === undefined ? null : checkPhone(note.phone)
  if (phone !== null && !phone.ok) throw problem('INVALID_IDENTITY', { path: '/note/phone' })
}
