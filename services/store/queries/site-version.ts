import type { Queryable } from './queryable.ts'

/** Every change of a station, scale, tank, staff record or activation raises the version that gateways compare. */
export const siteChanged = async (client: Queryable): Promise<void> => {
  await client.query(
    `with bumped as (update site_version set version = version + 1 returning version)
     select pg_notify('site', version::text) from bumped`,
  )
}
