import { serviceOf } from '#domain/cylinder.ts'
import type { Cylinder } from '#domain/cylinder.ts'
import { type Registry, valueAt } from '#domain/registry.ts'
import { epochMs } from '#domain/units.ts'
import type { Scope } from '#store/queries/scope.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'

type Subject = {
  readonly code: string | null
  readonly registry: Registry
  readonly state: Cylinder
}

/** Where, on which scale and by whom is for those whose cylinder it is; when and how much matters to whoever has it before him. */
const lastFillOf = ({ lastFill }: Cylinder, whose: boolean) =>
  lastFill === null
    ? null
    : {
        eventId: whose ? lastFill.eventId : null,
        at: timeText(lastFill.at),
        stationId: whose ? lastFill.stationId : null,
        scale: whose ? lastFill.scale : null,
        operator: whose ? lastFill.operator : null,
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

const isOf = (scope: Scope, registry: Registry, now: number): boolean => {
  if (scope.kind !== 'enterprise') return true
  const ownership = valueAt(registry.ownership, epochMs(now))
  return [ownership?.ownerId, ownership?.entrustedTo].includes(scope.enterpriseId)
}

/** A cylinder as the API shows it to whoever sees so far: what is registered as it holds at `now`, and the state that its events fold to. */
export const cylinderView = (
  { code, registry, state }: Subject,
  now: number,
  scope: Scope = { kind: 'all' },
) => ({
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
  lastFill: lastFillOf(state, isOf(scope, registry, now)),
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
