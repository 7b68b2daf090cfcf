import type { Pool } from 'pg'
import { instantParam, ms, Where } from '#store/queries/queryable.ts'
import { closely } from '#store/reach.ts'

export type DossierRow = {
  readonly id: string
  readonly no: string
  readonly code: string
  readonly reason: string
  readonly madeBy: string
  readonly role: string
  readonly madeAt: number
  readonly asOf: number
  readonly events: number
  readonly partial: boolean
  readonly sha256: string
  readonly note: string | null
}

export type NewDossier = Omit<DossierRow, 'no'> & {
  readonly enterpriseId: string | null
  readonly region: string
  readonly pdf: Buffer
}

const DOSSIER = `id, no::text as no, code, reason, made_by as "madeBy", role, ${ms('made_at')} as "madeAt", ${ms('as_of')} as "asOf",
  events, partial, encode(sha256, 'hex') as sha256, note`

/** Whose dossiers are seen, row security says. */
export const dossierQueries = (pool: Pool) => ({
  /** Once, however often it is sent. */
  async create(dossier: NewDossier): Promise<void> {
    await pool.query(
      `insert into dossier (id, enterprise_id, region, code, reason, made_by, role, made_at, as_of, events, partial, sha256, pdf, note)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, decode($12, 'hex'), $13, $14) on conflict (id) do nothing`,
      [
        dossier.id,
        dossier.enterpriseId,
        dossier.region,
        dossier.code,
        dossier.reason,
        dossier.madeBy,
        dossier.role,
        instantParam(dossier.madeAt),
        instantParam(dossier.asOf),
        dossier.events,
        dossier.partial,
        dossier.sha256,
        dossier.pdf,
        dossier.note,
      ],
    )
  },

  async byId(id: string): Promise<DossierRow | null> {
    const { rows } = await pool.query<DossierRow>(`select ${DOSSIER} from dossier where id = $1`, [
      id,
    ])
    return rows[0] ?? null
  },

  async pdf(id: string): Promise<Buffer | null> {
    const { rows } = await pool.query<{ pdf: Buffer }>('select pdf from dossier where id = $1', [
      id,
    ])
    return rows[0]?.pdf ?? null
  },

  /** Newest first. */
  async list(
    code: string | undefined,
    limit: number,
    before: { readonly at: number; readonly id: string } | null,
  ): Promise<readonly DossierRow[]> {
    const where = new Where()
    if (code !== undefined) where.and(`code = ${where.param(code)}`)
    if (before !== null) {
      const [at, id] = [where.param(instantParam(before.at)), where.param(before.id)]
      where.and(`(made_at, id) < (${at}::timestamptz, ${id}::uuid)`)
    }
    const { rows } = await pool.query<DossierRow>(
      `select ${DOSSIER} from dossier ${where.sql} order by made_at desc, id desc limit ${where.param(limit)}`,
      where.values,
    )
    return rows
  },

  /** Of the bytes as they came in, hexadecimal; what was redacted keeps its hash. */
  async hashes(cylinderId: string): Promise<ReadonlyMap<string, string>> {
    const { rows } = await closely(() =>
      pool.query<{ key: string; hash: string }>(
        `select source || '/' || event_id as key, encode(sha256, 'hex') as hash from cylinder_life where cylinder_id = $1`,
        [cylinderId],
      ),
    )
    return new Map(rows.map(({ key, hash }) => [key, hash]))
  },
})
