import canonicalize from 'canonicalize'
import type { PoolClient } from 'pg'
import { serviceOf } from '#domain/cylinder.ts'
import type { HistoryTools } from '#store/history/history-records.ts'
import { decodeState, encodeRegistry, encodeState } from '#store/batch/life-codec.ts'
import { foldStored } from '#store/batch/refold-life.ts'
import type { AuditNotes } from './audit-finding.ts'

const AT_ONCE = 500

type CylinderRow = {
  readonly id: string
  readonly code: string | null
  readonly state: string
  readonly registry: string | null
  readonly content: string
  readonly custodyKind: string
  readonly custodyId: string | null
  readonly service: string
  readonly events: number
  readonly told: number
  /** Row of `cylinder_holder`; null = none. */
  readonly held: Held | null
  readonly ownerId: string | null
  /** Its events were moved to another cylinder; nothing but an empty registry is left. */
  readonly isMerged: boolean
}

type Held = {
  readonly kind: string
  readonly holder: string | null
  readonly owner_id: string | null
}

const CYLINDERS = `
  select c.id::text, c.code, c.state::text as state, r.registry::text as registry, c.content, c.custody_kind as "custodyKind",
    c.custody_id as "custodyId", c.owner_id as "ownerId", row_to_json(h) as held, c.service, c.events, c.merged_into is not null as "isMerged",
    (select count(*)::int from cylinder_life l where l.cylinder_id = c.id) as told
  from cylinder c left join cylinder_registry r on r.cylinder_id = c.id left join cylinder_holder h on h.cylinder_id = c.id
  where c.id > $1::int8 order by c.id limit ${AT_ONCE}`

const same = (a: string, b: string): boolean =>
  a === b || canonicalize(JSON.parse(a)) === canonicalize(JSON.parse(b))

const auditHolder = (key: string, row: CylinderRow, notes: AuditNotes): void => {
  const { held, custodyKind, custodyId, ownerId } = row
  if (row.isMerged) {
    if (held !== null) notes.add({ what: 'inserted', table: 'cylinder_holder', key })
    return
  }
  if (held === null) return notes.add({ what: 'deleted', table: 'cylinder_holder', key })
  const should: Held = { kind: custodyKind, holder: custodyId, owner_id: ownerId }
  const columns = (['kind', 'holder', 'owner_id'] as const).filter(
    (column) => held[column] !== should[column],
  )
  if (columns.length > 0) notes.add({ what: 'changed', table: 'cylinder_holder', key, columns })
}

type Tools = Pick<HistoryTools, 'contexts' | 'judge'>

const auditLife = async (
  client: PoolClient,
  row: CylinderRow,
  tools: Tools,
  notes: AuditNotes,
): Promise<void> => {
  const key = row.code ?? row.id
  const { registry, cylinder } = await foldStored(client, row.id, tools)
  const registered = encodeRegistry(registry)
  if (row.registry === null) notes.add({ what: 'deleted', table: 'cylinder_registry', key })
  else if (!same(row.registry, registered)) {
    notes.add({ what: 'changed', table: 'cylinder_registry', key, columns: ['registry'] })
  }
  auditHolder(key, row, notes)
  if (row.isMerged) return
  const stored = decodeState(row.state)
  const wrong: Readonly<Record<string, boolean>> = {
    state: !same(encodeState(stored), encodeState(cylinder)),
    code: row.code !== (registry.facts?.code ?? null),
    content: row.content !== stored.content.state,
    custody_kind: row.custodyKind !== stored.custody.kind,
    custody_id: row.custodyId !== (stored.custody.id ?? null),
    service: row.service !== serviceOf(stored).state,
    events: row.events !== row.told,
  }
  const columns = Object.keys(wrong).filter((column) => wrong[column])
  if (columns.length > 0) notes.add({ what: 'changed', table: 'cylinder', key, columns })
}

/** A life whose events or contexts were changed may not fold at all. */
const foldable = async (...[client, row, tools, notes]: Parameters<typeof auditLife>) => {
  try {
    await auditLife(client, row, tools, notes)
  } catch (error) {
    const detail = `its life cannot be folded: ${String(error)}`
    const key = row.code ?? row.id
    notes.add({ what: 'changed', table: 'cylinder', key, columns: ['state'], detail })
  }
}

/**
 * States and registries against the fold of their lives. A newer version of the rules may judge an old life otherwise: what differs
 * here and nowhere else follows from an update of the program, or from an edit of that row alone.
 */
export const auditLives = async (
  client: PoolClient,
  tools: Tools,
  notes: AuditNotes,
): Promise<void> => {
  let after = '0'
  for (;;) {
    const { rows } = await client.query<CylinderRow>(CYLINDERS, [after])
    for (const row of rows) await foldable(client, row, tools, notes)
    notes.checked.lives += rows.length
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}
