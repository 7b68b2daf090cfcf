import type pg from 'pg'
import type { RuleActivation, SiteBook, SiteScale, SiteStation } from '#domain/site-book.ts'
import type { Listener } from '#store/listen.ts'
import { createSiteBook, type SiteRows } from './site-book.ts'
import { storeFailure } from '#store/store-failure.ts'

/**
 * One statement = one snapshot: the version and the rows belong together. A forgotten sign-out ends after a day. A supply
 * station or a shop has a licence, but none to fill: that one counts as past since ever.
 */
const LOAD = `
  select
    (select version::text from site_version) as version,
    (select coalesce(json_agg(json_build_object('id', id, 'enterpriseId', enterprise_id, 'region', region,
        'licenceNo', case when kind = 'filling' then licence_no end, 'licenceUntil',
        case when kind = 'filling' then licence_until else date '1970-01-01' end, 'locked', locked_at is not null)), '[]')
      from station) as stations,
    (select coalesce(json_agg(json_build_object('id', id, 'stationId', station_id, 'verifiedUntil', verified_until,
        'toleranceG', tolerance_g, 'locked', locked_at is not null,
        'checkedAt', floor(extract(epoch from checked_at) * 1000)::int8, 'checkPassed', check_passed)), '[]')
      from scale) as scales,
    (select coalesce(json_agg(json_build_object('stationId', station_id, 'id', id, 'steps', steps)), '[]')
      from tank) as tanks,
    (select coalesce(json_agg(json_build_object('enterpriseId', enterprise_id, 'operator', operator,
        'certifiedUntil', certified_until)), '[]')
      from staff) as staff,
    (select coalesce(json_agg(json_build_object('stationId', station_id, 'scale', scale, 'operator', operator)
        order by signed_in_at), '[]')
      from operator_shift where signed_out_at is null and signed_in_at > now() - interval '24 hours') as shifts,
    (select coalesce(json_agg(json_build_object('profileId', profile_id, 'regionPrefix', region_prefix,
        'from', valid_from) order by id), '[]')
      from rule_profile_activation) as activations,
    case when (select count(*) from rule_profile) = $1 then null
      else (select json_agg(body order by recorded_at, id, valid_from) from rule_profile) end as profiles`

type LoadedRow = Omit<SiteRows, 'profiles'> & {
  /** Null = as many as were known: they are only ever added. */
  readonly profiles: readonly unknown[] | null
  readonly stations: readonly SiteStation[]
  readonly scales: readonly SiteScale[]
  readonly activations: readonly RuleActivation[]
}

const isAtLeast = (book: SiteBook, version: string): boolean =>
  book.version === version || BigInt(book.version) >= BigInt(version)

/** Keeps the {@link SiteBook} of all sites in memory and loads it anew when it changed. */
export class SiteBookStore {
  readonly #pool: pg.Pool
  readonly #listener: Listener
  readonly #onLoad: (book: SiteBook) => void
  #book: SiteBook | undefined
  #loading: Promise<SiteBook> | undefined
  #endings: (() => void)[] = []

  /** `onLoad` sees each snapshot before anybody is given it. */
  constructor(
    pool: pg.Pool,
    listener: Listener,
    onLoad: (book: SiteBook) => void = () => undefined,
  ) {
    this.#pool = pool
    this.#listener = listener
    this.#onLoad = onLoad
  }

  /** Subscribes, then loads. */
  async start(): Promise<void> {
    const stale = (): void => {
      this.refresh().catch(() => undefined)
    }
    this.#endings = [this.#listener.on('site', stale), this.#listener.onGap(stale)]
    await this.refresh()
  }

  stop(): void {
    for (const end of this.#endings) end()
    this.#endings = []
  }

  /** The newest snapshot at hand. */
  current(): SiteBook {
    if (this.#book === undefined) throw new Error('the site book is used before start')
    return this.#book
  }

  /** A snapshot at least as new as a version that was read; at once when it is at hand. @throws StoreUnavailable */
  atLeast(version: string): SiteBook | Promise<SiteBook> {
    const book = this.current()
    return isAtLeast(book, version) ? book : this.#reach(version)
  }

  /** Loads anew. @throws StoreUnavailable */
  async refresh(): Promise<SiteBook> {
    // A load under way may have begun before the change that we were told about.
    await this.#loading?.catch(() => undefined)
    return this.#load()
  }

  async #reach(version: string): Promise<SiteBook> {
    await this.#loading?.catch(() => undefined)
    const book = this.current()
    return isAtLeast(book, version) ? book : this.#load()
  }

  #load(): Promise<SiteBook> {
    this.#loading ??= this.#read().finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  async #read(): Promise<SiteBook> {
    try {
      const known = this.#book?.profiles ?? []
      const { rows } = await this.#pool.query<LoadedRow>(LOAD, [known.length])
      const row = rows[0] as LoadedRow
      const book = createSiteBook({ ...row, profiles: row.profiles ?? known })
      this.#onLoad(book)
      // Answers of two connections may overtake each other.
      if (this.#book === undefined || isAtLeast(book, this.#book.version)) this.#book = book
      return this.#book
    } catch (error) {
      throw storeFailure(error)
    }
  }
}
