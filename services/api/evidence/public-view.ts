import { serviceOf } from '#domain/cylinder.ts'
import { dayOf } from '#domain/calendar.ts'
import { valueAt } from '#domain/registry.ts'
import { epochMs } from '#domain/units.ts'
import { fillLimits } from '#rules/fill-limits.ts'
import { inspectionDue } from '#rules/gate/inspection-due.ts'
import { lifeEnd } from '#rules/gate/life-end.ts'
import type { ProfileBook } from '#rules/profile-book.ts'
import type { CylinderRow, Surroundings } from '#store/queries/registry/cylinders.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cylinderView } from '#api/registry/cylinder-view.ts'
import { timeText } from '#api/time-text.ts'

/** Why a cylinder is not to be used. */
export type WhyNot =
  | 'retired'
  | 'lost'
  | 'copied'
  | 'held'
  | 'at-inspection'
  | 'idle'
  | 'inspection-overdue'
  | 'inspection-unknown'
  | 'life-over'

/** What anybody may know of a cylinder. No custody, no operator, no customer: a list of fields, never a filter. */
export type PublicView = {
  readonly code: string
  readonly model: string
  readonly inDate: boolean
  /** Empty where it is in date. */
  readonly whyNot: readonly WhyNot[]
  readonly service: string
  readonly owner: string | null
  /** What a cylinder has to show (R001-6.2-ck), as its owner publishes it; null = nothing was published. */
  readonly servicePhone: string | null
  readonly supervisionPhone: string | null
  readonly manufacturer: string | null
  readonly serialNo: string | null
  readonly madeOn: string | null
  readonly nextInspectionOn: string | null
  readonly retireOn: string | null
  readonly lastFill: {
    readonly at: string
    readonly stationName: string | null
    readonly netG: number
    /** Net content that the rules of its place allow, both ends; `lowerG` null = they name no size. */
    readonly allowed: { readonly lowerG: number | null; readonly upperG: number } | null
  } | null
}

/** Without a station the rules of the whole country. */
const NOWHERE = '000000'

/** Inspection due, end of life and permitted content by the rules of the region where it was filled last: what the fill gate would say. */
const datesOf = (row: CylinderRow, around: Surroundings, now: number, book: ProfileBook) => {
  const today = dayOf(epochMs(now))
  const { facts, inspections } = row.registry
  if (facts === null) return { due: null, lifeUntil: null, allowed: null }
  const inspection = valueAt(inspections, epochMs(now))
  const ref = book.select(around.region ?? NOWHERE, today, around.activations)
  const profile = book.resolve(ref)
  return {
    due: inspectionDue(facts, inspection, profile.single.inspectionCycle?.value)?.day ?? null,
    lifeUntil: lifeEnd(facts, inspection, profile)?.lastDay ?? null,
    allowed: fillLimits(facts, profile),
  }
}

const ofService = ({ state, conflicting }: { state: string; conflicting: boolean }): WhyNot[] => {
  if (state === 'in-service') return []
  if (state === 'quarantined') return [conflicting ? 'copied' : 'held']
  return state === 'retired' || state === 'lost' || state === 'at-inspection' ? [state] : ['idle']
}

/** No inspection on record is no promise to a resident; an unknown end of life is one for the office to look up. */
const ofDates = (due: string | null, lifeUntil: string | null, today: string): WhyNot[] => [
  ...(due === null ? (['inspection-unknown'] as const) : []),
  ...(due !== null && due < today ? (['inspection-overdue'] as const) : []),
  ...(lifeUntil !== null && lifeUntil < today ? (['life-over'] as const) : []),
]

/** By the registered code, or by the value of a QR tag that is bound now. */
export const publicView = async (
  { queries, profiles }: Pick<ApiDeps, 'queries' | 'profiles'>,
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
  const today = dayOf(epochMs(now))
  const around = await cylinders.surroundings(fill?.stationId ?? null, view.ownerId, today)
  const service = serviceOf(row.state).state
  const { due, lifeUntil, allowed } = datesOf(row, around, now, profiles)
  const conflicting = row.state.conflictAt !== null
  const whyNot = [
    ...ofService({ state: service, conflicting }),
    // Of what will never be used again its dates say nothing more.
    ...(service === 'retired' ? [] : ofDates(due, lifeUntil, today)),
  ]
  return {
    code: row.code,
    model: view.model,
    inDate: whyNot.length === 0,
    whyNot,
    service,
    owner: around.enterpriseName,
    servicePhone: around.phones?.business ?? null,
    supervisionPhone: around.phones?.supervision ?? null,
    manufacturer: view.manufacturer,
    serialNo: view.serialNo,
    madeOn: view.madeOn,
    nextInspectionOn: due,
    retireOn: lifeUntil,
    lastFill:
      fill === null
        ? null
        : {
            at: timeText(fill.at),
            stationName: around.stationName,
            netG: fill.netG,
            allowed: allowed && { lowerG: allowed.lowerG, upperG: allowed.upperG },
          },
  }
}
