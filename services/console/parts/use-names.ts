import { useQuery } from '@tanstack/react-query'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'

type Named = { readonly id: string; readonly name: string }
type Site = Named & {
  readonly region: string
  readonly kind: string
  readonly enterpriseId: string
}
type Sender = { readonly enterpriseId: string; readonly enterpriseName: string | null }
type Vehicle = { readonly id: string; readonly plateNo: string }

/** Names hardly change; a list of them is asked once in a while. */
const FRESH_MS = 5 * 60_000
const MOST = 500

const useList = <T>(path: string, may: boolean = true): readonly T[] =>
  useQuery({
    enabled: may,
    queryKey: ['names', path],
    queryFn: ({ signal }) => get<Page<T>>(`${path}?limit=${MOST}`, signal),
    staleTime: FRESH_MS,
  }).data?.items ?? []

const lookup = (rows: readonly Named[]) => {
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (id: string | null | undefined): string => (id ? (names.get(id) ?? id) : '')
}

/** Names for the ids of sites, companies and vehicles; an id that is out of reach stands for itself. */
export const useNames = () => {
  const sites = useList<Site>('/v1/sites')
  const enterprises = useList<Named>('/v1/enterprises')
  const role = useSession()?.role
  // Laboratories see no vehicles.
  const vehicles = useList<Vehicle>('/v1/vehicles', role !== 'lab')
  // ... nor companies; who sent them cylinders is named with each batch.
  const batches = useList<Sender>('/v1/inspection-batches', role === 'lab')
  const senders = batches.map(({ enterpriseId, enterpriseName }) => ({
    id: enterpriseId,
    name: enterpriseName ?? enterpriseId,
  }))
  const site = lookup(sites)
  const enterprise = lookup([...enterprises, ...senders])
  const vehicle = lookup(vehicles.map(({ id, plateNo }) => ({ id, name: plateNo })))
  return {
    sites,
    enterprises,
    vehicles,
    site,
    enterprise,
    vehicle,
    /** Who has a cylinder: the name within its kind; nothing of customers. */
    holder: (kind: string, id: string | null | undefined): string => {
      if (kind === 'customer') return ''
      if (kind === 'vehicle') return vehicle(id)
      return kind === 'lab' ? enterprise(id) : site(id)
    },
  }
}
