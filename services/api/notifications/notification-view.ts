import { timeText, timeTextOrNull } from '#api/time-text.ts'
import {
  notificationTemplates,
  type TemplateId,
} from '#domain/notifications/notification-templates.ts'
import { renderTemplate } from '#domain/notifications/render-template.ts'
import type { InboxRow, NotificationRow } from '#store/queries/notifications/notifications.ts'

export const notificationView = ({ toKind, toRef, ...row }: NotificationRow) => ({
  ...row,
  to: { kind: toKind as 'customer', ref: toRef },
  channel: row.channel as 'sms',
  createdAt: timeText(row.createdAt),
  nextAt: row.state === 'queued' ? timeText(row.nextAt) : null,
  expiresAt: timeTextOrNull(row.expiresAt),
  sentAt: timeTextOrNull(row.sentAt),
  readAt: timeTextOrNull(row.readAt),
})

/** What somebody reads in the app. One without its template any more is shown by the template's name. */
export const inboxView = (row: InboxRow) => {
  const shipped = notificationTemplates[row.template as TemplateId]?.[row.shownIn]
  const params = { ...row.params, enterprise: row.enterprise }
  return {
    id: row.id,
    template: row.template,
    language: row.shownIn,
    subject: renderTemplate(row.ownSubject ?? shipped?.subject ?? row.template, params),
    text: renderTemplate(row.ownBody ?? shipped?.body ?? row.template, params),
    at: timeText(row.createdAt),
    readAt: timeTextOrNull(row.readAt),
  }
}
