import { z } from 'zod'
import { OFFICE, principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { askedEnterprise } from '#api/asked-enterprise.ts'
import { problem } from '#api/problem.ts'
import { livingCustomer } from '#api/people/customer-view.ts'
import {
  notificationTemplates,
  type TemplateId,
} from '#domain/notifications/notification-templates.ts'
import { DEFAULT_QUIET } from '#domain/notifications/quiet-hours.ts'
import { doubtsInText, namesOf } from '#domain/notifications/render-template.ts'
import {
  emailChange,
  enterpriseQuery,
  notificationSettings,
  notificationSettingsView,
  notificationTemplate,
  templateParams,
  templateWording,
} from '#schemas/api/notification.ts'
import { pageOf } from '#schemas/api/page.ts'
import { uuid } from '#schemas/identifiers.ts'
import type { OwnTemplate, SettingRow } from '#store/queries/notifications/notifications.ts'

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

const settingsView = (enterpriseId: string, row: SettingRow | null) => {
  const { from, to, language } = row ?? { ...DEFAULT_QUIET, language: 'zh' as const }
  return { enterpriseId, quietFrom: clockOf(from), quietTo: clockOf(to), language }
}

const templateView = (template: TemplateId, language: 'zh' | 'en', own: readonly OwnTemplate[]) => {
  const { urgent, params, secrets, ...shipped } = notificationTemplates[template]
  const mine = own.find((one) => one.template === template && one.language === language)
  const { subject, body } = mine ?? shipped[language]
  const all = { urgent, params: [...params], secrets: [...secrets] }
  return { template, language, ...all, subject, body, own: mine !== undefined }
}

const isTemplate = (name: string): name is TemplateId => Object.hasOwn(notificationTemplates, name)

/** @throws INCONSISTENT_REQUEST: a name that the template does not have, or a code that would not be told */
const refuseText = (template: TemplateId, subject: string, body: string): void => {
  const { unknown, missing } = doubtsInText(template, body)
  const odd = unknown[0] ?? doubtsInText(template, subject).unknown[0]
  if (odd !== undefined) {
    const detail = {
      zh: `{${odd}} 不在可用字段之内：${namesOf(template).join('、')}`,
      en: `{${odd}} is none of ${namesOf(template).join(', ')}`,
    }
    throw problem('INCONSISTENT_REQUEST', {
      path: unknown.length > 0 ? '/body' : '/subject',
      detail,
    })
  }
  if (missing.length > 0) {
    const detail = {
      zh: `须包含 {${missing.join('}、{')}}`,
      en: `it has to tell {${missing.join('}, {')}}`,
    }
    throw problem('INCONSISTENT_REQUEST', { path: '/body', detail })
  }
}

/** Quiet hours, language and wording of an enterprise's notifications; a customer's mail address. */
export const notificationSettingRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const { notifications, customers } = deps.queries

  app.get(
    '/v1/notification-settings',
    {
      config: { access: OFFICE },
      schema: { querystring: enterpriseQuery, response: { 200: notificationSettingsView } },
    },
    async (request) => {
      const { enterpriseId } = request.query
      const asked = askedEnterprise(principalOf(request), enterpriseId, 'enterpriseId')
      return settingsView(asked, await notifications.settings(asked))
    },
  )

  app.put(
    '/v1/notification-settings',
    {
      config: { access: OFFICE },
      schema: { body: notificationSettings, response: { 200: notificationSettingsView } },
    },
    async (request) => {
      const { enterpriseId, quietFrom, quietTo, language } = request.body
      const principal = principalOf(request)
      const asked = askedEnterprise(principal, enterpriseId, '/enterpriseId')
      await refuseUnknown(asked, '/enterpriseId')
      const row = { from: minutesOf(quietFrom), to: minutesOf(quietTo), language }
      await notifications.setSettings(asked, row, { by: principal.userId, at: deps.clock() })
      return settingsView(asked, row)
    },
  )

  const refuseUnknown = async (enterpriseId: string, path: string): Promise<void> => {
    const known = await deps.queries.enterprises.byId({ kind: 'all' }, enterpriseId)
    if (known === null) throw problem('UNKNOWN_REFERENCE', { path })
  }

  app.get(
    '/v1/notification-templates',
    {
      config: { access: OFFICE },
      schema: { querystring: enterpriseQuery, response: { 200: pageOf(notificationTemplate) } },
    },
    async (request) => {
      const { enterpriseId } = request.query
      const asked = askedEnterprise(principalOf(request), enterpriseId, 'enterpriseId')
      const own = await notifications.ownTemplates(asked)
      const ids = Object.keys(notificationTemplates) as TemplateId[]
      const items = ids.flatMap((id) => [templateView(id, 'zh', own), templateView(id, 'en', own)])
      return { items, next: null }
    },
  )

  app.put(
    '/v1/notification-templates/:template/:language',
    {
      config: { access: OFFICE },
      schema: {
        params: templateParams,
        body: templateWording,
        response: { 200: notificationTemplate },
      },
    },
    async (request) => {
      const { template, language } = request.params
      const { enterpriseId, subject, body } = request.body
      const principal = principalOf(request)
      const asked = askedEnterprise(principal, enterpriseId, '/enterpriseId')
      if (!isTemplate(template)) throw problem('NOT_FOUND')
      refuseText(template, subject, body)
      await refuseUnknown(asked, '/enterpriseId')
      const own = { template, language, subject, body }
      await notifications.setTemplate(asked, own, { by: principal.userId, at: deps.clock() })
      return templateView(template, language, [own])
    },
  )

  app.put(
    '/v1/customers/:id/email',
    {
      config: { access: ['admin', 'office', 'station', 'courier'] },
      schema: {
        params: z.object({ id: uuid }),
        body: emailChange,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const known = await livingCustomer(deps, request, request.params.id)
      const row = await customers.change(known.id, {
        secrets: { email: request.body.email },
        lookups: {},
        addressLimit: 1,
        at: deps.clock(),
      })
      if (row === null) throw problem('CUSTOMER_ERASED')
      return reply.code(204).send(null)
    },
  )
}
