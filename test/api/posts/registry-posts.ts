import { ADMIN_PASSWORD } from '#test/api/api-harness.ts'
import { cylinderBody } from '#test/api/small-world.ts'
import { pngOf } from '#test/api/sales-world.ts'
import { type PostTable, TODAY, why } from './post-world.ts'

const CHECKS = {
  appearance: true,
  weld: true,
  valveSeat: true,
  wallThickness: true,
  volume: true,
  hydraulic: true,
  airTightness: true,
}

/** Sites, people, devices. */
export const sitePosts: PostTable = {
  '/v1/users': async (w) => ({
    url: '/v1/users',
    as: 'admin',
    body: {
      username: `u-${w.next()}`,
      password: ADMIN_PASSWORD,
      role: 'office',
      enterpriseId: 'ent-a',
    },
  }),
  '/v1/enterprises': async (w) => ({
    url: '/v1/enterprises',
    as: 'admin',
    body: { id: `e-${w.next()}`, name: '企业' },
  }),
  '/v1/stations': async (w) => ({
    url: '/v1/stations',
    body: { id: `s-${w.next()}`, name: '站', region: '370302', enterpriseId: 'ent-a' },
  }),
  '/v1/stations/{id}/lock': async () => ({ url: '/v1/stations/st-a/lock', body: why }),
  '/v1/stations/{id}/unlock': async (w) => {
    await w.must('/v1/stations/st-a/lock', why)
    return { url: '/v1/stations/st-a/unlock', body: why }
  },
  '/v1/scales': async (w) => ({
    url: '/v1/scales',
    body: { id: `scale-${w.next()}`, stationId: 'st-a' },
  }),
  '/v1/scales/{id}/lock': async () => ({ url: '/v1/scales/scale-a/lock', body: why }),
  '/v1/scales/{id}/unlock': async (w) => {
    await w.must('/v1/scales/scale-a/lock', why)
    return { url: '/v1/scales/scale-a/unlock', body: why }
  },
  '/v1/devices': async (w) => ({
    url: '/v1/devices',
    body: { stationId: 'st-a', deviceId: `d-${w.next()}`, kind: 'scale' },
  }),
  '/v1/devices/{stationId}/{deviceId}/rotate': async () => ({
    url: '/v1/devices/st-a/dev-1/rotate',
  }),
  '/v1/staff': async (w) => ({
    url: '/v1/staff',
    body: { enterpriseId: 'ent-a', operator: `o-${w.next()}` },
  }),
  '/v1/shifts/sign-in': async () => ({
    url: '/v1/shifts/sign-in',
    body: { stationId: 'st-a', scale: 'scale-a', operator: 'op-1' },
  }),
  '/v1/shifts/sign-out': async (w) => {
    const body = { stationId: 'st-a', scale: 'scale-a', operator: 'op-1' }
    await w.must('/v1/shifts/sign-in', body)
    return { url: '/v1/shifts/sign-out', body }
  },
  '/v1/staff-certificates': async (w) => ({
    url: '/v1/staff-certificates',
    body: certificate(w.next()),
  }),
  '/v1/staff-certificates/{id}/revoke': async (w) => {
    const { id } = await w.must('/v1/staff-certificates', certificate(w.next()))
    return { url: `/v1/staff-certificates/${id}/revoke`, body: why }
  },
  '/v1/trainings': async () => ({
    url: '/v1/trainings',
    body: {
      enterpriseId: 'ent-a',
      heldOn: TODAY,
      topics: ['safety'],
      content: '操作规程',
      minutes: 60,
      people: [{ operator: 'op-1', passed: true }],
    },
  }),
  '/v1/badges': async (w) => ({ url: '/v1/badges', body: badge(w.next()) }),
  '/v1/badges/{badge}/revoke': async (w) => {
    const made = await w.must('/v1/badges', badge(w.next()))
    return { url: `/v1/badges/${made.badge}/revoke` }
  },
  '/v1/objects': async (w) => ({
    url: '/v1/objects?kind=photo',
    body: pngOf(`post ${w.next()}`),
    contentType: 'image/png',
  }),
}

const certificate = (n: number) => ({
  enterpriseId: 'ent-a',
  operator: 'op-1',
  kind: 'filling',
  certificateNo: `C-${n}`,
  validUntil: '2028-01-01',
})

const badge = (n: number) => ({
  enterpriseId: 'ent-a',
  operator: 'op-1',
  badgeNo: `B-${n}`,
  post: '充装工',
  supervisionPhone: '0533-2181234',
})

/** What people do to cylinders. */
export const cylinderPosts: PostTable = {
  '/v1/cylinders': async (w) => ({ url: '/v1/cylinders', body: cylinderBody(`N-${w.next()}`) }),
  '/v1/cylinders/import': async (w) => ({
    url: '/v1/cylinders/import',
    contentType: 'text/csv',
    body: `code,model,tareG,ownerId,madeOn\r\nIMP-${w.next()},YSP-15,16480,ent-a,2020-05\r\n`,
  }),
  '/v1/cylinders/{code}/quarantine': async (w) => ({
    url: `/v1/cylinders/${await w.cylinder()}/quarantine`,
    body: why,
  }),
  '/v1/cylinders/{code}/release': async (w) => {
    const code = await w.cylinder()
    await w.must(`/v1/cylinders/${code}/quarantine`, why, 'clerk')
    return { url: `/v1/cylinders/${code}/release`, body: why }
  },
  '/v1/cylinders/{code}/retire': async (w) => ({
    url: `/v1/cylinders/${await w.cylinder()}/retire`,
    body: why,
  }),
  '/v1/cylinders/{code}/tags': async (w) => ({
    url: `/v1/cylinders/${await w.cylinder()}/tags`,
    body: { scheme: 'qr', value: `https://q/${w.next()}` },
  }),
  '/v1/cylinders/{code}/tags/release': async (w) => {
    const code = await w.cylinder()
    const tag = { scheme: 'qr', value: `https://q/${w.next()}` }
    await w.must(`/v1/cylinders/${code}/tags`, tag)
    return { url: `/v1/cylinders/${code}/tags/release`, body: tag }
  },
  '/v1/cylinders/{code}/tare': async (w) => ({
    url: `/v1/cylinders/${await w.cylinder()}/tare`,
    body: { tareG: 16_500, ...why },
  }),
  '/v1/cylinders/{code}/lost': async (w) => ({
    url: `/v1/cylinders/${await w.cylinder()}/lost`,
    body: why,
  }),
  '/v1/cylinders/{code}/found': async (w) => {
    const code = await w.cylinder()
    await w.must(`/v1/cylinders/${code}/lost`, why)
    return { url: `/v1/cylinders/${code}/found`, body: why }
  },
  '/v1/cylinders/{code}/destroy': async (w) => {
    const code = await w.cylinder()
    await w.must(`/v1/cylinders/${code}/retire`, why)
    return { url: `/v1/cylinders/${code}/destroy`, body: { method: '压扁', evidence: '记录 1' } }
  },
  '/v1/cylinders/{code}/purchase': async (w) => {
    const code = `R-${w.next()}`
    await w.must('/v1/cylinders', cylinderBody(code, { ownerId: 'resident-1' }), 'admin')
    const body = { contractNo: `K-${code}`, ownerId: 'ent-a' }
    return { url: `/v1/cylinders/${code}/purchase`, as: 'admin', body }
  },
  '/v1/events/{id}/annul': async (w) => {
    const code = await w.cylinder()
    const { eventId } = await w.must(`/v1/cylinders/${code}/quarantine`, why, 'clerk')
    const id =
      eventId ??
      (
        await w.sql(
          `select event_id as id from cylinder_life where type = 'cylinder.quarantined' order by recorded_at desc limit 1`,
        )
      )[0].id
    return { url: `/v1/events/${id}/annul`, body: why }
  },
  '/v1/inspection-batches': async (w) => ({
    url: '/v1/inspection-batches',
    body: { labId: 'lab-1', codes: [await w.cylinder()] },
  }),
  '/v1/inspection-batches/{id}/receive': async (w) => {
    const code = await w.cylinder()
    const { id } = await w.must('/v1/inspection-batches', { labId: 'lab-1', codes: [code] })
    return { url: `/v1/inspection-batches/${id}/receive`, as: 'lab-one', body: { codes: [code] } }
  },
  '/v1/inspection-batches/{id}/results': async (w) => {
    const code = await w.cylinder()
    const { id } = await w.must('/v1/inspection-batches', { labId: 'lab-1', codes: [code] })
    return { url: `/v1/inspection-batches/${id}/results`, as: 'lab-one', body: passed(code) }
  },
  '/v1/inspection-batches/{id}/review': async (w) => {
    const code = await w.cylinder()
    const { id } = await w.must('/v1/inspection-batches', { labId: 'lab-1', codes: [code] })
    await w.must(`/v1/inspection-batches/${id}/results`, passed(code), 'lab-one')
    return {
      url: `/v1/inspection-batches/${id}/review`,
      as: 'lab-two',
      body: { decision: 'confirm', codes: [code] },
    }
  },
  '/v1/inspection-batches/{id}/return': async (w) => {
    const code = await w.cylinder()
    const { id } = await w.must('/v1/inspection-batches', { labId: 'lab-1', codes: [code] })
    await w.must(`/v1/inspection-batches/${id}/results`, passed(code), 'lab-one')
    await w.must(
      `/v1/inspection-batches/${id}/review`,
      { decision: 'confirm', codes: [code] },
      'lab-two',
    )
    return { url: `/v1/inspection-batches/${id}/return`, body: { siteId: 'st-a', codes: [code] } }
  },
}

const passed = (code: string) => ({
  results: [{ code, result: 'pass', inspectedOn: TODAY, checks: CHECKS, tareG: 16_500 }],
})
