import { z } from 'zod'
import { OFFICE, principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorInt, decodeCursor, pageFrom } from '#api/page.ts'
import { problem } from '#api/problem.ts'
import { timeTextOrNull } from '#api/time-text.ts'
import type { DeviceRow } from '#store/queries/registry/devices.ts'
import { deviceCreate, deviceCredentials, deviceRotate } from '#schemas/api/device.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { deviceId, stationId } from '#schemas/identifiers.ts'
import { newDevicePassword } from './device-password.ts'

const HOUR_MS = 3_600_000

const deviceView = z.looseObject({
  stationId: z.string(),
  deviceId: z.string(),
  kind: z.string(),
  state: z.enum(['online', 'offline', 'never']),
  firmware: z.string().nullable(),
  seenAt: z.string().nullable(),
  disabled: z.boolean(),
})

const params = z.object({ stationId, deviceId })
const listQuery = pageQuery.extend({ stationId: stationId.optional() })
const updateBody = z.object({ disabled: z.boolean() })

const view = ({ key: _key, ...row }: DeviceRow) => ({ ...row, seenAt: timeTextOrNull(row.seenAt) })

export const deviceRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { devices, stations } = deps.queries

  app.post(
    '/v1/devices',
    {
      config: { access: OFFICE },
      schema: { body: deviceCreate, response: { 201: deviceCredentials } },
    },
    async (request, reply) => {
      const { body } = request
      const station = await stations.byId(scopeOf(principalOf(request)), body.stationId)
      if (station === null) throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
      const secret = newDevicePassword()
      const { password } = secret
      const created = await devices.create(body, secret)
      if (!created) throw problem('ALREADY_EXISTS', { path: '/deviceId' })
      const { stationId, deviceId, kind } = body
      const username = `${stationId}/${deviceId}`
      return reply.code(201).send({ stationId, deviceId, kind, username, password })
    },
  )

  app.get(
    '/v1/devices',
    {
      config: { access: STAFF },
      schema: { querystring: listQuery, response: { 200: pageOf(deviceView) } },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query
      const scope = scopeOf(principalOf(request))
      const rows = await devices.list(scope, filter, limit + 1, decodeCursor(cursor, cursorInt))
      return pageFrom(rows, limit, (row) => row.key, view)
    },
  )

  const known = async (request: Parameters<typeof principalOf>[0], id: z.infer<typeof params>) => {
    const scope = scopeOf(principalOf(request))
    const row = await devices.byId(scope, id.stationId, id.deviceId)
    if (row === null) throw problem('NOT_FOUND')
    return row
  }

  app.get(
    '/v1/devices/:stationId/:deviceId',
    { config: { access: STAFF }, schema: { params, response: { 200: deviceView } } },
    async (request) => view(await known(request, request.params)),
  )

  app.post(
    '/v1/devices/:stationId/:deviceId/rotate',
    {
      config: { access: OFFICE },
      schema: { params, body: deviceRotate.nullish(), response: { 200: deviceCredentials } },
    },
    async (request) => {
      const device = await known(request, request.params)
      const secret = newDevicePassword()
      const overlapHours = request.body?.overlapHours ?? 0
      await devices.setSecret(device.key, secret, deps.clock() + overlapHours * HOUR_MS)
      return { username: `${device.stationId}/${device.deviceId}`, password: secret.password }
    },
  )

  app.patch(
    '/v1/devices/:stationId/:deviceId',
    {
      config: { access: OFFICE },
      schema: { params, body: updateBody, response: { 200: deviceView } },
    },
    async (request) => {
      const device = await known(request, request.params)
      const { disabled } = request.body
      await devices.setDisabled(device.key, disabled, deps.clock())
      return view({ ...device, disabled })
    },
  )
}
