import type { Pool } from 'pg'
import {
  macOf,
  newKey,
  open,
  type Place,
  seal,
  type WrappingKey,
  type WrappingKeys,
} from './person-cipher.ts'
import type { BulkRow } from '#store/history/bulk-rows.ts'
import { inTransaction, instantParam, type Queryable } from '#store/queries/queryable.ts'

/** The configured keys open nothing of this database. */
export class UnknownPiiKey extends Error {}

export type LookupKind = 'paper' | 'phone' | 'uscc'

export type NewPerson = {
  readonly id: string
  /** Who answers for the data; null = whoever runs the program. */
  readonly enterpriseId: string | null
  readonly at: number
}

/** Personal data by the name of its field. */
export type Secrets = Readonly<Record<string, string>>

/** Normalised numbers by which a person is found again. */
export type Lookups = { readonly [K in LookupKind]?: string }

/** By table, with the names of its columns; bytes as PostgreSQL's hexadecimal text. */
export type PersonRows = {
  readonly person: BulkRow
  readonly secrets: readonly BulkRow[]
  readonly lookups: readonly BulkRow[]
}

/** As PostgreSQL reads bytes out of JSON. */
export const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`

type Wrapped = { readonly wrappedKey: Buffer; readonly wrappedBy: string }

const keyPlace = (personId: string): Place => ['person', personId, 'wrapped_key']
const secretPlace = (personId: string, field: string): Place => ['person_secret', personId, field]
const INDEX_PLACE: Place = ['pii_index_key', 'true', 'wrapped_key']
const ROTATED_AT_ONCE = 500

/**
 * 个人信息: a key per person, sealed under `LPG_PII_KEY`; every value sealed under its person's key for its own row and column;
 * numbers found again by HMAC. Takes the caller's connection, so that a person and what belongs to them commit together.
 */
export class PersonVault {
  readonly #pool: Pool
  readonly #keys: WrappingKeys
  #indexKey: Buffer | undefined

  constructor(pool: Pool, keys: WrappingKeys) {
    this.#pool = pool
    this.#keys = keys
  }

  /** Loads the index key; the first start of a database makes it. @throws UnknownPiiKey */
  async start(): Promise<void> {
    const [{ id, key }] = this.#keys
    await this.#pool.query(
      'insert into pii_index_key (wrapped_key, wrapped_by) values ($1, $2) on conflict do nothing',
      [seal(key, INDEX_PLACE, newKey()), id],
    )
    const { rows } = await this.#pool.query<Wrapped>(
      'select wrapped_key as "wrappedKey", wrapped_by as "wrappedBy" from pii_index_key',
    )
    this.#indexKey = this.#unwrap(rows[0] as Wrapped, INDEX_PLACE)
  }

  /** A new person with a key of their own. */
  async create(client: Queryable, { id, enterpriseId, at }: NewPerson): Promise<void> {
    const [wrapping] = this.#keys
    await client.query(
      `insert into person (id, enterprise_id, wrapped_key, wrapped_by, created_at) values ($1, $2, $3, $4, $5)`,
      [id, enterpriseId, seal(wrapping.key, keyPlace(id), newKey()), wrapping.id, instantParam(at)],
    )
  }

  /** The rows of a new person with everything that is known of them, for a load in bulk. */
  rowsOf({ id, enterpriseId, at }: NewPerson, secrets: Secrets, lookups: Lookups): PersonRows {
    const [wrapping] = this.#keys
    const key = newKey()
    const recorded_at = instantParam(at)
    return {
      person: {
        id,
        enterprise_id: enterpriseId,
        wrapped_key: hex(seal(wrapping.key, keyPlace(id), key)),
        wrapped_by: wrapping.id,
        created_at: recorded_at,
      },
      secrets: Object.entries(secrets).map(([field, text]) => ({
        person_id: id,
        field,
        sealed: hex(seal(key, secretPlace(id, field), Buffer.from(text))),
        recorded_at,
      })),
      lookups: Object.entries(lookups).map(([kind, text]) => ({
        kind,
        mac: hex(this.mac(kind as LookupKind, text)),
        person_id: id,
      })),
    }
  }

  /** Writes fields of a person, over what they held; `null` removes one. @returns false when the person is unknown or erased */
  async put(
    client: Queryable,
    personId: string,
    fields: Readonly<Record<string, string | Buffer | null>>,
    at: number,
  ): Promise<boolean> {
    const key = await this.#keyOf(client, personId, 'for share')
    if (key === null) return false
    const written = Object.entries(fields).filter(([, value]) => value !== null)
    const removed = Object.keys(fields).filter((field) => fields[field] === null)
    const sealed = written.map(([field, value]) =>
      seal(key, secretPlace(personId, field), Buffer.from(value as string)),
    )
    await client.query(
      `insert into person_secret (person_id, field, sealed, recorded_at)
       select $1, f.field, f.sealed, $4 from unnest($2::text[], $3::bytea[]) f (field, sealed)
       on conflict (person_id, field) do update set sealed = excluded.sealed, recorded_at = excluded.recorded_at`,
      [personId, written.map(([field]) => field), sealed, instantParam(at)],
    )
    if (removed.length > 0) {
      await client.query('delete from person_secret where person_id = $1 and field = any($2)', [
        personId,
        removed,
      ])
    }
    return true
  }

  /** The secrets of several people, by person; who is erased is not in it. `fields` = only these. */
  async read(
    client: Queryable,
    personIds: readonly string[],
    fields?: readonly string[],
  ): Promise<ReadonlyMap<string, Secrets>> {
    const { rows } = await client.query<Wrapped & { id: string; seals: Record<string, string> }>({
      // Prepared: its policies take 6 ms to plan, and 2 ms to run for a page. JSON: arrays of bytes are read letter by letter.
      name: 'person-secrets',
      text: `select p.id, p.wrapped_key as "wrappedKey", p.wrapped_by as "wrappedBy",
         coalesce(json_object_agg(s.field, encode(s.sealed, 'hex') order by s.field) filter (where s.field is not null), '{}') as seals
       from person p left join person_secret s on s.person_id = p.id and ($2::text[] is null or s.field = any($2))
       where p.id = any($1::uuid[]) and p.wrapped_key is not null group by p.id`,
      values: [personIds, fields ?? null],
    })
    const bytes = rows.map(({ id, seals, ...wrapped }) => {
      const key = this.#unwrap(wrapped, keyPlace(id))
      const opened = Object.entries(seals).map(([name, sealed]) => {
        const plain = open(key, secretPlace(id, name), Buffer.from(sealed, 'hex'))
        return [name, plain.toString('utf8')] as const
      })
      return [id, Object.fromEntries(opened)] as const
    })
    return new Map(bytes)
  }

  /** One field as it was put, for pictures; null = it is not there. */
  async readBytes(client: Queryable, personId: string, field: string): Promise<Buffer | null> {
    const key = await this.#keyOf(client, personId)
    if (key === null) return null
    const { rows } = await client.query<{ sealed: Buffer }>(
      'select sealed from person_secret where person_id = $1 and field = $2',
      [personId, field],
    )
    const row = rows[0]
    return row === undefined ? null : open(key, secretPlace(personId, field), row.sealed)
  }

  /** Seals a text that stands in another table, under the person's key; null = the person is erased. */
  async sealFor(
    client: Queryable,
    personId: string,
    place: Place,
    text: string,
  ): Promise<Buffer | null> {
    const key = await this.#keyOf(client, personId, 'for share')
    return key === null ? null : seal(key, place, Buffer.from(text))
  }

  /** … and opens it. */
  async openFor(
    client: Queryable,
    personId: string,
    place: Place,
    sealed: Buffer,
  ): Promise<string | null> {
    const key = await this.#keyOf(client, personId)
    return key === null ? null : open(key, place, sealed).toString('utf8')
  }

  /** The keyed hash under which a normalised number is found again. */
  mac(kind: LookupKind | 'address' | 'login-code' | 'peer', text: string): Buffer {
    if (this.#indexKey === undefined) throw new Error('the vault is used before start')
    return macOf(this.#indexKey, kind, text)
  }

  /** Replaces the look-ups of one kind. */
  async index(
    client: Queryable,
    personId: string,
    kind: LookupKind,
    macs: readonly Buffer[],
  ): Promise<void> {
    await client.query('delete from person_lookup where person_id = $1 and kind = $2', [
      personId,
      kind,
    ])
    await client.query(
      `insert into person_lookup (kind, mac, person_id) select $1, m, $3 from unnest($2::bytea[]) m
       on conflict do nothing`,
      [kind, macs, personId],
    )
  }

  /** Destroys the key, and with it whatever it sealed, here and in every copy that knows only this database. */
  async erase(client: Queryable, personId: string, at: number): Promise<void> {
    await client.query(
      'update person set wrapped_key = null, wrapped_by = null, erased_at = $2 where id = $1 and erased_at is null',
      [personId, instantParam(at)],
    )
    await client.query('delete from person_secret where person_id = $1', [personId])
    await client.query('delete from person_lookup where person_id = $1', [personId])
  }

  /** Wraps everything under the first key. May be stopped and repeated, and runs beside the program. @returns how many keys */
  async rotate(): Promise<number> {
    const [wrapping] = this.#keys
    const { rows } = await this.#pool.query<Wrapped>(
      'select wrapped_key as "wrappedKey", wrapped_by as "wrappedBy" from pii_index_key where wrapped_by <> $1',
      [wrapping.id],
    )
    for (const row of rows) {
      const key = this.#unwrap(row, INDEX_PLACE)
      await this.#pool.query(
        'update pii_index_key set wrapped_key = $1, wrapped_by = $2 where wrapped_by = $3',
        [seal(wrapping.key, INDEX_PLACE, key), wrapping.id, row.wrappedBy],
      )
    }
    let rotated = rows.length
    for (;;) {
      const some = await this.#rotateSome(wrapping)
      if (some === 0) return rotated
      rotated += some
    }
  }

  #rotateSome(wrapping: WrappingKey): Promise<number> {
    return inTransaction(this.#pool, async (client) => {
      const { rows } = await client.query<Wrapped & { id: string }>(
        `select id, wrapped_key as "wrappedKey", wrapped_by as "wrappedBy" from person
         where wrapped_key is not null and wrapped_by <> $1 limit $2 for update`,
        [wrapping.id, ROTATED_AT_ONCE],
      )
      const sealed = rows.map((row) => {
        const place = keyPlace(row.id)
        return seal(wrapping.key, place, this.#unwrap(row, place))
      })
      await client.query(
        `update person p set wrapped_key = n.wrapped_key, wrapped_by = $3
         from unnest($1::uuid[], $2::bytea[]) n (id, wrapped_key) where p.id = n.id`,
        [rows.map(({ id }) => id), sealed, wrapping.id],
      )
      return rows.length
    })
  }

  /** `for share` until the transaction ends: nobody is erased while something is written about them. */
  async #keyOf(
    client: Queryable,
    personId: string,
    lock: '' | 'for share' = '',
  ): Promise<Buffer | null> {
    const { rows } = await client.query<Wrapped>(
      `select wrapped_key as "wrappedKey", wrapped_by as "wrappedBy" from person
       where id = $1 and wrapped_key is not null ${lock}`,
      [personId],
    )
    const row = rows[0]
    return row === undefined ? null : this.#unwrap(row, keyPlace(personId))
  }

  #unwrap({ wrappedKey, wrappedBy }: Wrapped, place: Place): Buffer {
    const wrapping = this.#keys.find(({ id }) => id === wrappedBy)
    if (wrapping === undefined) {
      throw new UnknownPiiKey(`LPG_PII_KEY is not the key ${wrappedBy} that this database needs`)
    }
    return open(wrapping.key, place, wrappedKey)
  }
}
