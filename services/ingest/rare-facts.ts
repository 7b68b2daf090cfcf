import type { JudgingContext } from '#domain/judging-context.ts'
import type { BatchLane, PermitHolder } from '#domain/store-ports.ts'
import { type Candidate, contextOf } from './candidate.ts'
import type { ContextBuilder } from './context-builder.ts'
import type { Draft } from './read-items.ts'
import type { Subjects } from './subjects.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

type Odd = { readonly draft: Draft; readonly permitId: string | null; readonly released: boolean }

/** Fills whose permit is not open on their cylinder, or whose tag was taken off one: nearly none. */
const oddFills = (drafts: readonly Draft[], { lives, idOf, released }: Subjects): Odd[] => {
  const odd: Odd[] = []
  for (const draft of drafts) {
    if (draft.event.type !== 'fill.completed') continue
    const id = idOf(draft)
    const named = draft.event.body['permitId']
    const open = lives.get(id)?.cylinder.permits.some(({ permitId }) => permitId === named)
    const strange = typeof named === 'string' && open !== true && UUID.test(named)
    const permitId = strange ? named.toLowerCase() : null
    if (permitId !== null || released.has(id))
      odd.push({ draft, permitId, released: released.has(id) })
  }
  return odd
}

const holdersOf = async (
  lane: BatchLane,
  odd: readonly Odd[],
): Promise<ReadonlyMap<string, PermitHolder>> => {
  const permits = new Set<string>()
  const stations = new Set<string>()
  for (const { draft, permitId } of odd) {
    const { stationId } = draft.event
    if (permitId === null || stationId === null) continue
    permits.add(permitId)
    stations.add(stationId)
  }
  if (permits.size === 0) return new Map()
  const holders = await lane.permitHolders([...stations], [...permits])
  return new Map(holders.map((holder) => [holder.permitId, holder]))
}

/**
 * Facts that one cylinder's life does not hold and that a verdict on a fill needs: its permit was given for another cylinder, its tag
 * belonged to none. Kept in the event's context, so that judging it again finds them. A batch without such fills asks nothing.
 */
export const addRareFacts = async (
  lane: BatchLane,
  drafts: readonly Draft[],
  subjects: Subjects,
  builder: ContextBuilder,
): Promise<void> => {
  const odd = oddFills(drafts, subjects)
  if (odd.length === 0) return
  const holders = await holdersOf(lane, odd)
  for (const { draft, permitId, released } of odd) {
    const holder = permitId === null ? undefined : holders.get(permitId)
    const other = holder !== undefined && holder.cylinderId !== subjects.idOf(draft)
    const rare: Partial<JudgingContext> = {
      ...(other && { permitOf: holder.code }),
      ...(released && { tagReleased: true as const }),
    }
    if (Object.keys(rare).length === 0) continue
    const candidate: Candidate = draft
    const context = await builder.with(contextOf(candidate), rare)
    candidate.contextId = context.id
    candidate.event.context = context.facts
  }
}
