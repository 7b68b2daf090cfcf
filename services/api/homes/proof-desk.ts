import type { z } from 'zod'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { profileAt } from '#api/sales/profile-at.ts'
import { refuseMissing } from '#api/sales/uploaded.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import { dayOf, startOfDay } from '#domain/calendar.ts'
import { dueAfter } from '#domain/service/term.ts'
import { day, epochMs } from '#domain/units.ts'
import type { proofCreate } from '#schemas/api/home.ts'
import type { ProofRow } from '#store/queries/homes/hazard-work.ts'
import type { RectificationRow } from '#store/queries/sales/safety.ts'

export const proofView = (row: ProofRow) => ({
  ...row,
  dueAt: timeText(row.dueAt),
  handedInAt: timeText(row.handedInAt),
  inTime: row.handedInAt <= row.dueAt,
  decidedAt: timeTextOrNull(row.decidedAt),
})

/** What every proof goes through, whoever hands it in: the customer, or the office for them. Late ones are taken and say so. */
export const proofDesk = (deps: ApiDeps) => {
  const { hazardWork, calendar } = deps.queries
  const profileOf = profileAt(deps)

  const handIn = async (
    hazard: RectificationRow,
    body: z.infer<typeof proofCreate>,
    by: { readonly id: string; readonly userId: string },
  ) => {
    if (hazard.closedAt !== null) throw problem('ALREADY_CLOSED')
    const now = epochMs(deps.clock())
    const found = dayOf(epochMs(hazard.issuedAt))
    if (body.repairedOn < found || body.repairedOn > dayOf(now)) {
      const detail = {
        zh: `整改日期应在发现之日 ${found} 至今天之间`,
        en: `it was mended between ${found}, when it was found, and today`,
      }
      throw problem('INCONSISTENT_REQUEST', { path: '/repairedOn', limit: found, detail })
    }
    if (body.object !== undefined) {
      await refuseMissing(deps, hazard.enterpriseId, [['/object', body.object]])
    }
    const profile = await profileOf(hazard.region, now, hazard.enterpriseId)
    const term = profile.single.repairProof
    const mended = startOfDay(day(body.repairedOn))
    const due =
      term === undefined
        ? { dueAt: now, provisional: false }
        : dueAfter(mended, term.value, (await calendar.load()).calendar)
    const row = await hazardWork.handIn({
      id: by.id,
      enterpriseId: hazard.enterpriseId,
      rectificationId: hazard.id,
      customerId: hazard.customerId,
      region: hazard.region,
      repairedOn: body.repairedOn,
      firm: body.firm,
      firmLicence: body.firmLicence ?? null,
      object: body.object ?? null,
      ...due,
      handedInAt: now,
      recordedBy: by.userId,
    })
    return proofView(row)
  }

  return { handIn }
}
