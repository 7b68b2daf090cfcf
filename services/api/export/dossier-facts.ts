import type { FastifyRequest } from 'fastify'
import { principalOf, scopeOf } from '#api/access.ts'
import { countedEvents } from '#api/anomalies/mass-balances.ts'
import { visibleLife } from '#api/anomalies/visible-life.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { massBalance } from '#domain/anomalies/mass-balance.ts'
import type { ToldEvent } from '#domain/arrive.ts'
import { custodyAfter } from '#domain/custody-after.ts'
import { serviceOf } from '#domain/cylinder.ts'
import { findingNameZh } from '#domain/finding-names.ts'
import { valueAt } from '#domain/registry.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import { anomalyNames, sayAnomaly } from '#rules/anomalies/anomaly-sentences.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'
import type { SupersededRow, TraceRow } from '#store/queries/evidence/trace.ts'
import { type DossierEvent, type DossierFacts, shanghaiText } from './dossier-paper.ts'
import { annulments } from './epcis-event.ts'

const MOST_ANOMALIES = 100

type Names = (id: string) => string

const PLACES = {
  station: '站点',
  vehicle: '车辆',
  customer: '用户处',
  lab: '检验机构',
  scrap: '已报废处理',
  unknown: '不明',
} as const

/** Where a cylinder is, in words; whose home it is in is not said. */
const placeText = (kind: keyof typeof PLACES, id: string | undefined, names: Names): string => {
  const isNamed = id !== undefined && (kind === 'station' || kind === 'lab' || kind === 'vehicle')
  return isNamed ? `${PLACES[kind]} ${names(id)}` : PLACES[kind]
}

const SERVICE = {
  'in-service': '在用',
  quarantined: '隔离待处理',
  'at-inspection': '送检中',
  idle: '停用',
  lost: '已挂失',
  retired: '已报废',
} as const

const SCHEMES: Readonly<Record<string, string>> = {
  code: '编号',
  qr: '二维码',
  epc: '电子标签（EPC）',
}

const STATUS = { open: '待核实', explained: '已说明', confirmed: '已确认' } as const
const CONTENT = { empty: '空瓶', partial: '有余气', full: '实瓶', unknown: '未知' } as const

const WEIGHTS = [
  ['grossG', '毛重'],
  ['emptyGrossG', '空瓶毛重'],
  ['tareG', '皮重'],
  ['netG', '净重'],
  ['residualG', '残液'],
  ['checkWeighG', '复秤毛重'],
  ['targetNetG', '目标净重'],
] as const

/** 净重 of a fill: what the label and the limit are about. */
const netOf = (type: string, { grossG, tareG }: Readonly<Record<string, unknown>>) =>
  type === 'fill.completed' && typeof grossG === 'number' && typeof tareG === 'number'
    ? { netG: grossG - tareG }
    : {}

const weightsOf = ({ type, body }: TraceRow): string => {
  const masses: Readonly<Record<string, unknown>> = { ...body, ...netOf(type, body) }
  return WEIGHTS.flatMap(([field, name]) => {
    const value = masses[field]
    return typeof value === 'number' ? [`${name} ${(value / 1000).toFixed(3)} kg`] : []
  }).join('\n')
}

/** The id behind a name stands where the cylinder's holders are listed. */
const nameAlone = (named: string): string => named.replace(/（[^（）]*）$/, '')

/** 拒绝充装: why, in words. */
const refusalOf = ({ type, body }: TraceRow): string => {
  const codes: unknown = body['codes']
  if (type !== 'fill.denied' || !Array.isArray(codes)) return ''
  const clause = typeof body['clause'] === 'string' ? `（${body['clause']}）` : ''
  return `拒绝：${codes.map((code) => findingNameZh(String(code))).join('、')}${clause}`
}

const placeOf = ({ stationId, deviceId, scale, operator }: TraceRow, names: Names): string =>
  [
    stationId === null ? '人工记录' : nameAlone(names(stationId)),
    deviceId === null || deviceId === scale ? '' : `设备 ${deviceId}`,
    scale === null ? '' : `秤 ${scale}`,
    operator === null ? '' : `操作员 ${operator}`,
  ]
    .filter((part) => part !== '')
    .join('\n')

/** Names of stations and companies: they stand in public registers, so anybody's may be said. */
const namesFor = async ({ queries }: ApiDeps, ids: readonly string[]): Promise<Names> => {
  const known = new Map<string, string>()
  for (const id of new Set(ids)) {
    const name = await queries.beyond(async () => {
      const station = await queries.stations.byId({ kind: 'all' }, id)
      return (station ?? (await queries.enterprises.byId({ kind: 'all' }, id)))?.name
    })
    if (name !== undefined) known.set(id, `${name}（${id}）`)
  }
  return (id) => known.get(id) ?? id
}

const UNKNOWN = '未登记'

const text = (value: unknown, unit = ''): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}${unit}` : UNKNOWN

const kilograms = (grams: number | undefined): string =>
  grams === undefined ? UNKNOWN : `${(grams / 1000).toFixed(3)} kg`

const litres = (ml: number | undefined): string => (ml === undefined ? UNKNOWN : `${ml / 1000} L`)

const identityOf = (
  { code, registry }: CylinderRow,
  asOf: EpochMs,
  tags: readonly { readonly scheme: string; readonly value: string }[],
  names: Names,
): DossierFacts['identity'] => {
  const { facts } = registry
  const owned = valueAt(registry.ownership, asOf)
  const inspected = valueAt(registry.inspections, asOf)
  return [
    ['气瓶编号', code],
    ['型号', text(facts?.model)],
    ['水容积', litres(facts?.waterVolumeMl)],
    ['允许充装量', kilograms(facts?.stampedMaxG)],
    ['皮重', kilograms(valueAt(registry.tare, asOf))],
    ['制造单位', text(facts?.manufacturer)],
    ['出厂编号', text(facts?.serialNo)],
    ['制造年月', text(facts?.madeOn)],
    ['设计使用年限', text(facts?.designLifeYears, ' 年')],
    ['产权单位', owned === undefined ? UNKNOWN : names(owned.ownerId)],
    ['上次检验', text(inspected?.inspectedOn)],
    ['下次检验', text(inspected?.nextInspectionOn)],
    ['标签', tags.map(({ scheme, value }) => `${SCHEMES[scheme] ?? scheme} ${value}`).join('\n')],
  ]
}

const custodyOf = (events: readonly TraceRow[], names: Names): DossierFacts['custody'] => {
  const moves: [string, string][] = []
  for (const event of events) {
    const place = custodyAfter(event as unknown as ToldEvent)
    if (place === null) continue
    const where = placeText(place.kind, place.id, names)
    if (moves.at(-1)?.[1] !== where) moves.push([shanghaiText(event.effectiveAt), where])
  }
  return moves
}

const standingOf = ({ state }: CylinderRow, names: Names): readonly string[] => {
  const service = serviceOf(state)
  const { kind, id } = state.custody
  const reasons =
    service.reasons.length === 0 ? '' : `（${service.reasons.map(findingNameZh).join('、')}）`
  const net =
    state.content.netG === undefined ? '' : `，净重 ${(state.content.netG / 1000).toFixed(3)} kg`
  return [
    `所在：${placeText(kind, id, names)}`,
    `充装状态：${CONTENT[state.content.state]}${net}`,
    `使用状态：${SERVICE[service.state]}${reasons}`,
  ]
}

const shownEvents = (
  events: readonly TraceRow[],
  superseded: readonly SupersededRow[],
  hashes: ReadonlyMap<string, string>,
  names: Names,
): readonly DossierEvent[] => {
  const annulled = annulments(events)
  return events.map((event) => {
    const key = `${event.source}/${event.id}`
    const replaced = superseded.filter(({ id, source }) => `${source}/${id}` === key)
    return {
      id: event.id,
      type: event.type,
      at: event.effectiveAt,
      recordedAt: event.recordedAt,
      place: placeOf(event, names),
      weights: weightsOf(event),
      refusal: refusalOf(event),
      findings: event.findings ?? [],
      superseded: replaced.flatMap(({ findings }) => findings ?? []),
      annulled: annulled.has(event.id.toLowerCase()),
      sha256: hashes.get(key) ?? '',
    }
  })
}

/** Everything that a dossier says, as far as its reader may see it. */
export const dossierFacts = async (
  deps: ApiDeps,
  request: FastifyRequest,
  row: CylinderRow,
): Promise<DossierFacts> => {
  const { trace, dossiers, cylinders, anomalies, ledger, beyond } = deps.queries
  const { events, partial } = await visibleLife(deps, request, row)
  const [superseded, hashes, tags, suspected, proved] = await Promise.all([
    trace.superseded(events),
    dossiers.hashes(row.id),
    cylinders.tags(row.id),
    anomalies.list(scopeOf(principalOf(request)), { subject: row.code }, MOST_ANOMALIES, null),
    // What the caller may see was asked before; a proof also looks at the log of bytes.
    beyond(() => ledger.proof(events)),
  ])
  const asOf = epochMs(Math.max(0, ...events.map(({ recordedAt }) => recordedAt)))
  const counted = countedEvents(events)
  const isCounted = new Set(counted.map(({ id }) => id))
  const living = events.filter(({ id }) => isCounted.has(id))
  const holders = living.flatMap((event) => {
    const id = custodyAfter(event as unknown as ToldEvent)?.id
    return id === undefined ? [] : [id]
  })
  const stations = events.flatMap(({ stationId }) => (stationId === null ? [] : [stationId]))
  const owner = valueAt(row.registry.ownership, asOf)?.ownerId
  const names = await namesFor(deps, [
    ...stations,
    ...holders,
    ...(owner === undefined ? [] : [owner]),
  ])
  const { code, registry, ownerId } = row
  return {
    code,
    identity: identityOf(
      row,
      asOf,
      tags.filter(({ until }) => until === null),
      names,
    ),
    standing: standingOf(row, names),
    events: shownEvents(events, superseded, hashes, names),
    partial,
    custody: custodyOf(living, names),
    balance: massBalance({ code, registry, ownerId, events: counted }),
    anomalies: suspected.map((one) => {
      const subject = { kind: one.subjectKind, id: one.subjectId }
      return [anomalyNames[one.kind].zh, sayAnomaly({ ...one, subject }).zh, STATUS[one.status]]
    }),
    asOf,
    altered: (proved?.unproved ?? []).filter(({ why }) => why === 'altered').length,
  }
}
