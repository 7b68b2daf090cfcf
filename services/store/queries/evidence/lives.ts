import type { Pool } from 'pg'
import type { EventType } from '#domain/event-types.ts'
import { instantParam } from '#store/queries/queryable.ts'
import { EVENT, type TraceRow } from './trace.ts'
import { closely } from '#store/reach.ts'

export type LifeRow = TraceRow & { readonly cylinderId: string }

export type LivesAsked = {
  readonly types: readonly EventType[]
  readonly from: number | null
  readonly to: number | null
}

export type EpcRow = { readonly cylinderId: string; readonly value: string }

/** GS1 names of single assets: GIAI and GRAI as URN. */
const EPC = `t.scheme = 'epc' and t.valid_to is null and t.value ~ '^urn:epc:id:(giai|grai):[0-9]{6,12}\\.[^\\s]+$'`

/** Events of several lives at once; what of them is seen, row security says. */
export const lifeQueries = (read: Pool) => ({
  /** Cylinder by cylinder, each in effective order; of these types that happened in [from, to), and every annulment. */
  async events(
    cylinderIds: readonly string[],
    { types, from, to }: LivesAsked,
  ): Promise<readonly LifeRow[]> {
    const { rows } = await closely(() =>
      read.query<LifeRow>({
        name: 'lives-events',
        text: `select l.cylinder_id::text as "cylinderId", ${EVENT} from cylinder_life l left join device_name d on d.key = l.source
          where l.cylinder_id = any ($1::int8[]) and (l.type = 'event.annulled' or l.type = any ($2)
            and l.effective_at >= $3::timestamptz and l.effective_at < $4::timestamptz)
          order by l.cylinder_id, l.effective_at, l.at, l.event_id`,
        values: [
          cylinderIds,
          types,
          from === null ? '-infinity' : instantParam(from),
          to === null ? 'infinity' : instantParam(to),
        ],
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
