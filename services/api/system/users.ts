import { z } from 'zod'
import { principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { decodeCursor, pageFrom } from '#api/page.ts'
import { hashPassword } from './password.ts'
import { problem } from '#api/problem.ts'
import { timeText } from '#api/time-text.ts'
import type { CustomerRow } from '#store/queries/people/customers.ts'
import type { Scope } from '#store/queries/scope.ts'
import type { Named, UserRow } from '#store/queries/system/users.ts'
import { reference, uuid } from '#schemas/identifiers.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import { type UserCreate, userCreate, userUpdate } from '#schemas/api/user.ts'

const config = { access: ['admin'] } as const
const ALL: Scope = { kind: 'all' }

const userView = z.looseObject({
  id: z.string(),
  username: z.string(),
  role: z.string(),
  enterpriseId: z.string().nullable(),
  stationId: z.string().nullable(),
  regionPrefix: z.string().nullable(),
  disabled: z.boolean(),
  createdAt: z.string(),
  displayName: z.string().nullable(),
})

const view = (row: UserRow) => ({ ...row, createdAt: timeText(row.createdAt) })

/** A role reaches as far as its enterprise or region: without one it would see nothing, or must not exist. */
const checkReach = (body: UserCreate): void => {
  const missing = (path: string) =>
    problem('INCONSISTENT_REQUEST', {
      path,
      detail: {
        zh: `角色 ${body.role} 须填写 ${path.slice(1)}`,
        en: `${body.role} needs ${path.slice(1)}`,
      },
    })
  const works = ['office', 'station', 'courier'].includes(body.role)
  if (works && body.enterpriseId === undefined) throw missing('/enterpriseId')
}

export const userRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { users, stations, customers, customerAccounts } = deps.queries

  /** Personal data: it goes into the vault, under a person of its own. */
  const named = (displayName: string | undefined): Named | undefined =>
    displayName === undefined
      ? undefined
      : { displayName, personId: deps.newId(), at: deps.clock() }

  /** Whom a customer's account is to stand for. @throws INCONSISTENT_REQUEST, UNKNOWN_REFERENCE, ALREADY_EXISTS */
  const holderOf = async ({ role, customerId }: UserCreate): Promise<CustomerRow | null> => {
    if (customerId === undefined) return null
    const path = '/customerId'
    if (role !== 'customer') {
      throw problem('INCONSISTENT_REQUEST', {
        path,
        detail: { zh: '只有用户角色才有此项', en: 'only role customer has one' },
      })
    }
    const customer = await customers.byId(ALL, customerId)
    if (customer === null || customer.erasedAt !== null) {
      throw problem('UNKNOWN_REFERENCE', { path })
    }
    const known = await customerAccounts.userOf(customer.id, customer.personId)
    if (known !== null) throw problem('ALREADY_EXISTS', { path })
    return customer
  }

  app.post(
    '/v1/users',
    { config, schema: { body: userCreate, response: { 201: userView } } },
    async (request, reply) => {
      const { body } = request
      checkReach(body)
      if (body.stationId !== undefined) {
        const station = await stations.byId(ALL, body.stationId)
        if (station === null || station.enterpriseId !== body.enterpriseId) {
          throw problem('UNKNOWN_REFERENCE', { path: '/stationId' })
        }
      }
      const holder = await holderOf(body)
      const created = await users.create({
        id: deps.newId(),
        username: body.username,
        passwordHash: await hashPassword(body.password),
        role: body.role,
        enterpriseId: body.enterpriseId ?? holder?.enterpriseId ?? null,
        stationId: body.stationId ?? null,
        // A regulator without a prefix oversees the whole country.
        regionPrefix: body.regionPrefix ?? (body.role === 'regulator' ? '' : null),
        named: named(body.displayName),
      })
      if (created === 'unique') throw problem('ALREADY_EXISTS', { path: '/username' })
      if (created === 'reference') throw problem('UNKNOWN_REFERENCE', { path: '/enterpriseId' })
      if (holder !== null) {
        const { id: customerId, personId, enterpriseId } = holder
        const account = { customerId, personId, enterpriseId, at: deps.clock() }
        await customerAccounts.link({ ...account, userId: created.id })
      }
      return reply.code(201).send(view(created))
    },
  )

  app.get(
    '/v1/users',
    { config, schema: { querystring: pageQuery, response: { 200: pageOf(userView) } } },
    async (request) => {
      const { limit, cursor } = request.query
      const rows = await users.list(limit + 1, decodeCursor(cursor, reference))
      return pageFrom(rows, limit, (row) => row.username, view)
    },
  )

  app.get(
    '/v1/users/:id',
    { config, schema: { params: z.object({ id: uuid }), response: { 200: userView } } },
    async (request) => {
      const row = await users.byId(request.params.id)
      if (row === null) throw problem('NOT_FOUND')
      return view(row)
    },
  )

  app.patch(
    '/v1/users/:id',
    {
      config,
      schema: { params: z.object({ id: uuid }), body: userUpdate, response: { 200: userView } },
    },
    async (request) => {
      const { password, disabled, displayName } = request.body
      const { id } = request.params
      if (disabled === true && principalOf(request).userId === id.toLowerCase()) {
        throw problem('INCONSISTENT_REQUEST', {
          path: '/disabled',
          detail: { zh: '不能停用自己的账号', en: 'you cannot disable yourself' },
        })
      }
      const passwordHash = password === undefined ? undefined : await hashPassword(password)
      const change = { passwordHash, disabled, named: named(displayName) }
      const row = await users.change(id, change, deps.clock())
      if (row === null) throw problem('NOT_FOUND')
      return view(row)
    },
  )
}
