import { serviceOf } from '#domain/cylinder.ts'
import type { Cylinder } from '#domain/cylinder.ts'
import { type Registry, valueAt } from '#domain/registry.ts'
import { epochMs } from '#domain/units.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'

type Subject = {
  readonly code: string | null
  readonly registry: Registry
  readonly state: Cylinder
}

const lastFillOf = ({ lastFill }: Cylinder) =>
  lastFill === null
    ? null
    : {
        eventId: lastFill.eventId,
        at: timeText(lastFill.at),
        stationId: lastFill.stationId,
        scale: lastFill.scale,
        operator: lastFill.operator,
        grossG: lastFill.grossG,
        tareG: lastFill.tareG,
        netG: lastFill.netG,
      }

const factsOf = (registry: Registry, now: number) => {
  const { facts } = registry
  const at = epochMs(now)
  const inspection = valueAt(registry.inspections, at)
  const ownership = valueAt(registry.ownership, at)
  return {
    model: facts?.model ?? '',
    ownerId: ownership?.ownerId ?? '',
    entrustedTo: ownership?.entrustedTo ?? null,
    entrustContractNo: ownership?.entrustContractNo ?? null,
    entrustedFrom: ownership?.entrustedFrom ?? null,
    entrustedUntil: ownership?.entrustedUntil ?? null,
    waterVolumeMl: facts?.waterVolumeMl ?? null,
    stampedMaxG: facts?.stampedMaxG ?? null,
    tareG: valueAt(registry.tare, at) ?? null,
    medium: facts?.medium ?? null,
    madeOn: facts?.madeOn ?? null,
    designLifeYears: facts?.designLifeYears ?? null,
    manufacturer: facts?.manufacturer ?? null,
    serialNo: facts?.serialNo ?? null,
    inspectedOn: inspection?.inspectedOn ?? null,
    nextInspectionOn: inspection?.nextInspectionOn ?? null,
    retireOn: facts?.retireOn ?? null,
  }
}

/** A cylinder as the API shows it: what is registered as it holds at `now`, and the state that its events fold to. */
export const cylinderView = ({ code, registry, state }: Subject, now: number) => ({
  code: code ?? '',
  ...factsOf(registry, now),
  content: { ...state.content },
  custody: {
    kind: state.custody.kind,
    id: state.custody.id ?? null,
    since: state.custody.since === 0 ? null : timeText(state.custody.since),
  },
  service: { state: serviceOf(state).state, reasons: [...serviceOf(state).reasons] },
  standing: state.standing.map((block) => ({ ...block, since: timeText(block.since) })),
  orders: state.orders.map((order) => ({ ...order, since: timeText(order.since) })),
  needsVacuum: state.needsVacuum,
  lastFill: lastFillOf(state),
  lastLeakCheck:
    state.lastLeakCheck === null
      ? null
      : { at: timeText(state.lastLeakCheck.at), leakFree: state.lastLeakCheck.leakFree },
  seal: state.seal,
  lastUsedAt: timeTextOrNull(state.lastUsedAt),
  lastSeenAt:
    state.lastSeenAt === null
      ? null
      : { stationId: state.lastSeenAt.stationId, at: timeText(state.lastSeenAt.at) },
})
