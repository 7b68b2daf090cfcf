import { NOW, type PostTable, type PostWorld, why } from './post-world.ts'

const line = (code: string, condition = 'full') => ({
  code,
  condition,
  appearanceOk: true,
  leakFree: true,
})

const vehicle = async (w: PostWorld): Promise<string> => {
  const n = w.next()
  const id = `van-${n}`
  const plate = { plateNo: `鲁C${String(n).padStart(5, '0')}`, plateType: 'free-text' }
  await w.must('/v1/vehicles', { id, enterpriseId: 'ent-a', kind: 'car', ...plate })
  return id
}

const paper = (n: number) => ({
  kind: 'transport-permit',
  paperNo: `YS-${n}`,
  validUntil: '2028-01-01',
})

/** A cylinder that stands full at station a. */
const inStock = async (w: PostWorld): Promise<string> => {
  const code = await w.cylinder()
  await w.must('/v1/sites/st-a/stock-in', { cylinders: [line(code)] })
  return code
}

const trip = async (w: PostWorld) => {
  const vehicleId = await vehicle(w)
  await w.must(`/v1/vehicles/${vehicleId}/papers`, paper(w.next()))
  const body = {
    vehicleId,
    siteId: 'st-a',
    driver: 'op-1',
    escort: 'op-1',
    waybillNo: `W-${w.next()}`,
  }
  return w.must('/v1/trips', body)
}

const loadedTrip = async (w: PostWorld) => {
  const { id } = await trip(w)
  const code = await inStock(w)
  await w.must(`/v1/trips/${id}/load`, { cylinders: [line(code)] })
  return { id, code }
}

/** One count is open at a site at a time: each has a site of its own. */
const count = async (w: PostWorld) => {
  const siteId = `site-${w.next()}`
  await w.must('/v1/sites', site(siteId))
  const { id } = await w.must('/v1/stock-counts', { siteId })
  return { id, siteId }
}

const site = (id: string) => ({
  id,
  name: '供应站',
  kind: 'supply',
  region: '370302',
  enterpriseId: 'ent-a',
})

/** Sites, vehicles, journeys, counts. */
export const warehousePosts: PostTable = {
  '/v1/sites': async (w) => ({ url: '/v1/sites', body: site(`site-${w.next()}`) }),
  '/v1/sites/{id}/stock-in': async (w) => ({
    url: '/v1/sites/st-a/stock-in',
    body: { cylinders: [line(await w.cylinder())] },
  }),
  '/v1/sites/{id}/stock-out': async (w) => ({
    url: '/v1/sites/st-a/stock-out',
    body: { vehicleId: await vehicle(w), cylinders: [line(await inStock(w))] },
  }),
  '/v1/vehicles': async (w) => {
    const n = w.next()
    const body = { id: `v-${n}`, enterpriseId: 'ent-a', kind: 'car', plateNo: `鲁C9${n}` }
    return { url: '/v1/vehicles', body: { ...body, plateType: 'free-text' } }
  },
  '/v1/vehicles/{id}/papers': async (w) => ({
    url: `/v1/vehicles/${await vehicle(w)}/papers`,
    body: paper(w.next()),
  }),
  '/v1/vehicle-papers/{id}/revoke': async (w) => {
    const { id } = await w.must(`/v1/vehicles/${await vehicle(w)}/papers`, paper(w.next()))
    return { url: `/v1/vehicle-papers/${id}/revoke`, body: why }
  },
  '/v1/vehicles/{id}/track': async (w) => ({
    url: `/v1/vehicles/${await vehicle(w)}/track`,
    body: { points: [{ at: NOW, lat: 36.64, lon: 117.96 }] },
  }),
  '/v1/trips': async (w) => ({
    url: '/v1/trips',
    body: { vehicleId: await vehicle(w), siteId: 'st-a', driver: 'op-1' },
  }),
  '/v1/trips/{id}/load': async (w) => ({
    url: `/v1/trips/${(await trip(w)).id}/load`,
    body: { cylinders: [line(await inStock(w))] },
  }),
  '/v1/trips/{id}/depart': async (w) => ({
    url: `/v1/trips/${(await loadedTrip(w)).id}/depart`,
    body: {},
  }),
  '/v1/trips/{id}/arrive': async (w) => {
    const { id, code } = await loadedTrip(w)
    await w.must(`/v1/trips/${id}/depart`, {})
    return { url: `/v1/trips/${id}/arrive`, body: { siteId: 'st-a', cylinders: [line(code)] } }
  },
  '/v1/trips/{id}/cancel': async (w) => ({ url: `/v1/trips/${(await trip(w)).id}/cancel` }),
  '/v1/stock-counts': async (w) => {
    const siteId = `site-${w.next()}`
    await w.must('/v1/sites', site(siteId))
    return { url: '/v1/stock-counts', body: { siteId } }
  },
  '/v1/stock-counts/{id}/scans': async (w) => ({
    url: `/v1/stock-counts/${(await count(w)).id}/scans`,
    body: { scans: [{ code: await w.cylinder(), condition: 'full', at: NOW }] },
  }),
  '/v1/stock-counts/{id}/close': async (w) => ({
    url: `/v1/stock-counts/${(await count(w)).id}/close`,
  }),
  '/v1/stock-counts/{id}/differences/{code}/resolve': async (w) => {
    const [{ id }, code] = [await count(w), await w.cylinder()]
    await w.must(`/v1/stock-counts/${id}/scans`, { scans: [{ code, condition: 'full', at: NOW }] })
    await w.must(`/v1/stock-counts/${id}/close`)
    const body = { resolution: 'misread', ...why }
    return { url: `/v1/stock-counts/${id}/differences/${code}/resolve`, body }
  },
}
