import type {
  BatchRead,
  BatchRequest,
  CurvedFill,
  NewSlice,
  SourceKey,
  StoredSlice,
} from '#domain/store-ports.ts'
import type { EpochMs } from '#domain/units.ts'
import { summariseCurve } from '#domain/weight-curve.ts'
import { curveId, sha256 } from './hashing.ts'
import type { Draft, ReadItems } from './read-items.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const permitOf = ({ event }: Draft): string | null =>
  event.type === 'fill.completed' ? ((event.body['permitId'] as string | undefined) ?? null) : null

/** Which curves and fills a batch has to read to compare the ones that it brings. */
export const curveRequest = ({
  drafts,
  slices,
}: Pick<ReadItems, 'drafts' | 'slices'>): Pick<BatchRequest, 'curves' | 'lateCurves'> => {
  const filled = new Set<string>()
  for (const draft of drafts) {
    const permitId = permitOf(draft)
    if (permitId !== null) filled.add(permitId)
  }
  const late = new Map<string, { source: SourceKey; permitId: string }>()
  for (const { source, permitId } of slices) {
    if (permitId === null || filled.has(permitId) || !UUID.test(permitId)) continue
    late.set(permitId, { source, permitId })
  }
  return { curves: [...filled, ...late.keys()], lateCurves: [...late.values()] }
}

type Slice = StoredSlice | NewSlice

/** All samples of a permit from one device, stored or in this batch, in order of time and each slice once. */
const samplesOf = (slices: readonly Slice[], source: SourceKey, permitId: string): number[] => {
  const own = new Map<string, Slice>()
  for (const slice of slices) {
    if (slice.permitId === permitId && slice.source === source) own.set(slice.id, slice)
  }
  return [...own.values()].sort((a, b) => a.from - b.from).flatMap(({ grossG }) => grossG)
}

type Fill = Pick<CurvedFill, 'source' | 'permitId' | 'event'>

/** The comparison as an event right after the fill; its id says of which fill and how many samples, so that it stands once. */
const comparison = (fill: Fill, base: Draft, samples: readonly number[]): Draft | null => {
  const { source, permitId, event } = fill
  const grossG = event.body['grossG'] as number
  const tareG = event.body['tareG'] as number
  const summary = summariseCurve(samples, tareG)
  if (summary === null) return null
  const at = (event.effectiveAt + 1) as EpochMs
  const id = curveId(source, event.id, samples.length)
  const body = { fillId: event.id, permitId, samples: samples.length, grossG, tareG, ...summary }
  const raw = Buffer.from(JSON.stringify({ id, type: 'fill.curve-compared', ...body }))
  return {
    ...base,
    event: {
      ...base.event,
      id,
      type: 'fill.curve-compared',
      at,
      effectiveAt: at,
      operator: event.operator,
      // The scale stands in the body of the fill; its tolerance is wanted in the context.
      body: { ...body, scale: event.body['scale'] },
    },
    raw,
    sha256: sha256(raw),
  }
}

/** Comparisons for fills of this batch whose curve is there, now or before. */
export const compareFills = (
  drafts: readonly Draft[],
  read: Pick<BatchRead, 'slices'>,
  fresh: readonly NewSlice[],
): Draft[] => {
  if (read.slices.length === 0 && fresh.length === 0) return []
  const slices = [...read.slices, ...fresh]
  return drafts.flatMap((draft) => {
    const permitId = permitOf(draft)
    if (permitId === null) return []
    const samples = samplesOf(slices, draft.source, permitId)
    return comparison({ source: draft.source, permitId, event: draft.event }, draft, samples) ?? []
  })
}

/** Comparisons for stored fills whose slices come only now, by cylinder. */
export const compareLate = (
  read: Pick<BatchRead, 'slices' | 'curvedFills'>,
  fresh: ReadItems['slices'],
): { readonly cylinderId: string; readonly draft: Draft }[] =>
  read.curvedFills.flatMap((fill) => {
    const slice = fresh.find(({ permitId }) => permitId === fill.permitId)
    if (slice === undefined) return []
    const samples = samplesOf([...read.slices, ...fresh], fill.source, fill.permitId)
    const { item, recordedAt, source, sha256: digest } = slice
    const base: Draft = {
      item,
      source,
      cylinderId: fill.cylinderId,
      contextId: 0,
      findings: null,
      tag: null,
      raw: item.message.raw,
      sha256: digest,
      event: {
        ...fill.event,
        recordedAt,
        stationId: item.uplink.stationId,
        deviceId: item.uplink.deviceId,
        context: null,
      },
    }
    const draft = comparison(fill, base, samples)
    return draft === null ? [] : [{ cylinderId: fill.cylinderId, draft }]
  })
