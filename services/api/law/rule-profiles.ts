import { z } from 'zod'
import { ANYBODY, OFFICE, principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { cursorInt, decodeCursor, pageFrom } from '#api/page.ts'
import { fieldZh } from '#api/field-words.ts'
import { problem } from '#api/problem.ts'
import { profileBookOf, versionsOf } from './rule-book.ts'
import {
  checkActivation,
  checkAddition,
  notBeforeToday,
  type PassedOver,
  pointerOf,
} from './rule-profile-checks.ts'
import { activationView, refOn, ruleProfileViews } from './rule-profile-view.ts'
import { dayOf } from '#domain/calendar.ts'
import { day, epochMs } from '#domain/units.ts'
import { readProfile } from '#rules/read-profile.ts'
import type { Profile } from '#rules/profile.ts'
import { pageOf, pageQuery } from '#schemas/api/page.ts'
import {
  activation,
  activationCreate,
  ruleProfile,
  ruleProfileCreate,
  ruleProfileCreated,
  ruleProfileDetail,
} from '#schemas/api/rule-profile.ts'
import { reference } from '#schemas/identifiers.ts'

const params = z.object({ id: reference })

/** @throws INVALID_REQUEST naming the field */
const read = (body: z.infer<typeof ruleProfileCreate>): Profile => {
  const { id, validFrom, name, parent, regionPrefixes, promisedBy, values } = body
  const promise = promisedBy === undefined ? {} : { promisedBy }
  const profile = readProfile({ id, validFrom, name, parent, regionPrefixes, ...promise, values })
  if (profile.ok) return profile.profile
  const path = pointerOf(profile.path)
  const said = { zh: fieldZh(profile.message), en: profile.message }
  const detail = { zh: `${profile.path} ${said.zh}`, en: `${profile.path} ${said.en}` }
  throw problem('INVALID_REQUEST', { path, detail, errors: [{ path, said }] })
}

/** Rule profiles (规则集): the law as dated data, for everybody to read. */
export const ruleProfileRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { ruleProfiles } = deps.queries
  const today = () => dayOf(epochMs(deps.clock()))

  const detail = async (id: string) => {
    const book = await ruleProfiles.load()
    const versions = versionsOf(book)
    const view = ruleProfileViews(versions, book, today()).find((one) => one.id === id)
    if (view === undefined) throw problem('NOT_FOUND')
    const profiles = profileBookOf(versions)
    const ref = view.validFrom > today() ? view.validFrom : today()
    const effective =
      view.promisedBy === null ? { ...profiles.resolve(refOn(profiles, id, ref)) } : null
    return { ...view, effective }
  }

  app.get(
    '/v1/rule-profiles',
    {
      config: { access: ANYBODY },
      schema: { querystring: pageQuery, response: { 200: pageOf(ruleProfile) } },
    },
    async (request) => {
      const { limit, cursor } = request.query
      const book = await ruleProfiles.load()
      const from = decodeCursor(cursor, cursorInt) ?? 0
      const rows = ruleProfileViews(versionsOf(book), book, today()).map((profile, n) => ({
        profile,
        next: n + 1,
      }))
      return pageFrom(
        rows.slice(from, from + limit + 1),
        limit,
        (row) => row.next,
        (row) => row.profile,
      )
    },
  )

  app.get(
    '/v1/rule-profiles/:id',
    {
      config: { access: ANYBODY },
      schema: { params, response: { 200: ruleProfileDetail } },
    },
    async (request) => detail(request.params.id),
  )

  app.post(
    '/v1/rule-profiles',
    {
      config: { access: OFFICE },
      schema: { body: ruleProfileCreate, response: { 201: ruleProfileCreated } },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const profile = read(request.body)
      const now = deps.clock()
      notBeforeToday(profile.validFrom, now, '/validFrom')
      const regions =
        profile.promisedBy === undefined ? [] : await ruleProfiles.regionsOf(profile.promisedBy)
      if (regions === null) throw problem('UNKNOWN_REFERENCE', { path: '/promisedBy' })
      let passedOver: readonly PassedOver[] = []
      await ruleProfiles.add(
        {
          id: profile.id,
          validFrom: profile.validFrom,
          body: profile,
          reason: request.body.reason,
          enterpriseId: principal.role === 'admin' ? null : principal.enterpriseId,
          recordedBy: `${principal.role}:${principal.username}`,
          recordedAt: now,
        },
        (book) => {
          passedOver = checkAddition({ profile, principal, regions, now }, book)
        },
      )
      deps.siteChanged()
      const shown = passedOver.map((one) => ({ ...one, regions: [...one.regions] }))
      return reply.code(201).send({ ...(await detail(profile.id)), passedOver: shown })
    },
  )

  app.post(
    '/v1/rule-profiles/:id/activations',
    {
      config: { access: ['admin'] },
      schema: { params, body: activationCreate, response: { 201: activation } },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const now = deps.clock()
      const { regionPrefix, from, reason } = request.body
      const recorded = {
        profile: request.params.id,
        regionPrefix,
        from: day(from),
        reason,
        activatedBy: `${principal.role}:${principal.username}`,
        recordedAt: now,
      }
      await ruleProfiles.activate(recorded, (book) => checkActivation(recorded, book, now))
      deps.siteChanged()
      return reply.code(201).send(activationView(recorded))
    },
  )
}
