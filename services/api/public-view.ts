import { serviceOf } from '#domain/cylinder.ts'
import { dayOf } from '#domain/calendar.ts'
import { epochMs } from '#domain/units.ts'
import type { ApiQueries } from '#store/queries/api-queries.ts'
import { cylinderView } from './cylinder-view.ts'
import { timeText } from './time-text.ts'

/** What anybody may know of a cylinder. No custody, no operator, no customer: a list of fields, never a filter. */
export type PublicView = {
  readonly code: string
  readonly model: string
  readonly inDate: boolean
  readonly service: string
  readonly owner: string | null
  readonly manufacturer: string | null
  readonly serialNo: string | null
  readonly madeOn: string | null
  readonly nextInspectionOn: string | null
  readonly retireOn: string | null
  readonly lastFill: {
    readonly at: string
    readonly stationName: string | null
    readonly netG: number
  } | null
}

/** By the registered code, or by the value of a QR tag that is bound now. */
export const publicView = async (
  queries: ApiQueries,
  codeOrQr: string,
  now: number,
): Promise<PublicView | null> => {
  const { cylinders } = queries
  const all = { kind: 'all' } as const
  const direct = await cylinders.byCode(all, codeOrQr)
  const code = direct === null ? await cylinders.codeOfQr(codeOrQr) : null
  const row = direct ?? (code === null ? null : await cylinders.byCode(all, code))
  if (row === null) return null
  const view = cylinderView(row, now)
  const fill = row.state.lastFill
  const names = await cylinders.names(fill?.stationId ?? null, view.ownerId)
  const today = dayOf(epochMs(now))
  const service = serviceOf(row.state).state
  const due = view.nextInspectionOn
  const ended = view.retireOn !== null && view.retireOn <= today
  return {
    code: row.code,
    model: view.model,
    inDate: service === 'in-service' && due !== null && due >= today && !ended,
    service,
    owner: names.enterprise,
    manufacturer: view.manufacturer,
    serialNo: view.serialNo,
    madeOn: view.madeOn,
    nextInspectionOn: due,
    retireOn: view.retireOn,
    lastFill:
      fill === null ? null : { at: timeText(fill.at), stationName: names.station, netG: fill.netG },
  }
}
