import type { Pool } from 'pg'
import { EVENT, type TraceRow } from './trace.ts'
import { closely } from '#store/reach.ts'

export type LifeRow = TraceRow & { readonly cylinderId: string }

export type EpcRow = { readonly cylinderId: string; readonly value: string }

/** GS1 names of single assets: GIAI and GRAI as URN. */
const EPC = `t.scheme = 'epc' and t.valid_to is null and t.value ~ '^urn:epc:id:(giai|grai):[0-9]{6,12}\\.[^\\s]+$'`

/** Events of several lives at once; what of them is seen, row security says. */
export const lifeQueries = (read: Pool) => ({
  /** Cylinder by cylinder, each in effective order. */
  async events(cylinderIds: readonly string[]): Promise<readonly LifeRow[]> {
    const { rows } = await closely(() =>
      read.query<LifeRow>({
        name: 'lives-events',
        text: `select l.cylinder_id::text as "cylinderId", ${EVENT} from cylinder_life l left join device_name d on d.key = l.source
          where l.cylinder_id = any ($1::int8[]) order by l.cylinder_id, l.effective_at, l.at, l.event_id`,
        values: [cylinderIds],
      }),
    )
    return rows
  },

  /** The tag that names each of them worldwide, where one is bound. */
  async epcs(cylinderIds: readonly string[]): Promise<readonly EpcRow[]> {
    const { rows } = await closely(() =>
      read.query<EpcRow>(
        `select t.cylinder_id::text as "cylinderId", min(t.value) as value from tag t
         where t.cylinder_id = any ($1::int8[]) and ${EPC} group by t.cylinder_id`,
        [cylinderIds],
      ),
    )
    return rows
  },

  /** Codes of the cylinders that bear these tags now. */
  async codesOfEpcs(values: readonly string[]): Promise<readonly string[]> {
    const { rows } = await closely(() =>
      read.query<{ code: string }>(
        `select c.code from tag t join cylinder c on c.id = t.cylinder_id
         where t.scheme = 'epc' and t.value = any ($1::text[]) and t.valid_to is null and c.code is not null order by c.code`,
        [values],
      ),
    )
    return rows.map(({ code }) => code)
  },
})
