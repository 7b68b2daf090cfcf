import type { Pool } from 'pg'
import type { PersonVault } from '#store/people/person-vault.ts'
import { inTransaction, instantParam, type Queryable } from '#store/queries/queryable.ts'

export type NewObject = {
  readonly sha256: string
  readonly enterpriseId: string
  readonly kind: 'photo' | 'signature' | 'document'
  readonly contentType: string
  readonly bytes: Buffer
  /** Whose it is; null = a person of its own is made for it. */
  readonly customerId: string | null
  readonly newPersonId: string
  readonly recordedBy: string
  readonly recordedAt: number
}

export type ObjectRow = {
  readonly kind: string
  readonly contentType: string
  readonly personId: string
  readonly customerId: string | null
}

const objectField = (sha256: string): string => `object:${sha256}`

/** The person whose key seals it: erasing the customer erases what was photographed at theirs. */
const owner = async (
  client: Queryable,
  vault: PersonVault,
  object: NewObject,
): Promise<string | null> => {
  const { customerId, enterpriseId, newPersonId: id, recordedAt: at } = object
  if (customerId === null) {
    await vault.create(client, { id, enterpriseId, at })
    return id
  }
  const { rows } = await client.query<{ personId: string }>(
    `select person_id as "personId" from customer where id = $1 and enterprise_id = $2 and erased_at is null`,
    [customerId, enterpriseId],
  )
  return rows[0]?.personId ?? null
}

const asSignature = (client: Queryable, { enterpriseId, sha256 }: NewObject) =>
  client.query(
    `update stored_object set kind = 'signature' where enterprise_id = $1 and sha256 = decode($2, 'hex') and kind <> 'signature'`,
    [enterpriseId, sha256],
  )

/** Photos and signatures, known by the SHA-256 of their bytes. */
export const storedObjectQueries = (pool: Pool, vault: PersonVault) => ({
  /** The same bytes again are the same object, a signature once they were told to be one. `no-customer` = unknown, of somebody else, or erased. */
  create: (object: NewObject): Promise<'created' | 'known' | 'no-customer'> =>
    inTransaction(pool, async (client) => {
      const { sha256, enterpriseId } = object
      const { rowCount } = await client.query(
        `select from stored_object where enterprise_id = $1 and sha256 = decode($2, 'hex')`,
        [enterpriseId, sha256],
      )
      if (rowCount !== 0) {
        if (object.kind === 'signature') await asSignature(client, object)
        return 'known'
      }
      const personId = await owner(client, vault, object)
      if (personId === null) return 'no-customer'
      const kept = await vault.put(
        client,
        personId,
        // Text, so that a reveal and an export hand it out like every other field.
        { [objectField(sha256)]: object.bytes.toString('base64') },
        object.recordedAt,
      )
      if (!kept) return 'no-customer'
      await client.query(
        `insert into stored_object (enterprise_id, sha256, kind, content_type, bytes, person_id, recorded_by, recorded_at)
         values ($1, decode($2, 'hex'), $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [
          enterpriseId,
          sha256,
          object.kind,
          object.contentType,
          object.bytes.length,
          personId,
          object.recordedBy,
          instantParam(object.recordedAt),
        ],
      )
      return 'created'
    }),

  /** As what each was uploaded for this enterprise; what was not is absent. */
  async kindsOf(
    enterpriseId: string,
    hashes: readonly string[],
  ): Promise<ReadonlyMap<string, NewObject['kind']>> {
    if (hashes.length === 0) return new Map()
    const { rows } = await pool.query<{ hash: string; kind: NewObject['kind'] }>(
      `select h.hash, o.kind from unnest($2::text[]) h (hash)
       join stored_object o on o.enterprise_id = $1 and o.sha256 = decode(h.hash, 'hex')`,
      [enterpriseId, hashes],
    )
    return new Map(rows.map(({ hash, kind }) => [hash, kind]))
  },

  /** The picture in its person's secrets, as base64. */
  fieldOf: objectField,

  /** What is known of it and whose it is; null = unknown. */
  async byHash(enterpriseId: string, sha256: string): Promise<ObjectRow | null> {
    const { rows } = await pool.query<ObjectRow>(
      `select o.kind, o.content_type as "contentType", o.person_id as "personId", c.id as "customerId"
       from stored_object o left join customer c on c.person_id = o.person_id
       where o.enterprise_id = $1 and o.sha256 = decode($2, 'hex')`,
      [enterpriseId, sha256],
    )
    return rows[0] ?? null
  },
})
