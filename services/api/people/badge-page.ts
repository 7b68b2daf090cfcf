import type { PublicBadge } from '#store/queries/people/badges.ts'
import { escapeHtml, publicHtml } from '#api/evidence/public-page.ts'

export type BadgeView = {
  readonly valid: boolean
  readonly company: string
  readonly badgeNo: string
  readonly jobNo: string
  /** Of whoever agreed to it. */
  readonly name: string | null
  readonly post: string
  readonly supervisionPhone: string
}

/** What anybody who holds the badge's code may know (R001-8.3-4): a job number, the name of who agreed to it, no photo. */
export const badgeView = (row: PublicBadge, today: string): BadgeView => {
  const valid = row.revokedAt === null && (row.validUntil === null || row.validUntil >= today)
  return {
    valid,
    company: row.company,
    badgeNo: row.badgeNo,
    jobNo: row.operator,
    name: valid ? row.name : null,
    post: row.post,
    supervisionPhone: row.supervisionPhone,
  }
}

/** R000-6.3.1.2: a channel by which a user verifies who stands at the door. */
export const badgePage = (view: BadgeView): string => {
  const rows: readonly (readonly [string, string])[] = [
    ['单位 Company', view.company],
    ['工作证号 Badge no.', view.badgeNo],
    ['工号 Job no.', view.jobNo],
    ...(view.name === null ? [] : [['姓名 Name', view.name] as const]),
    ['岗位 Post', view.post],
    ['监督电话 Supervision phone', view.supervisionPhone],
  ]
  const facts = rows.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`)
  const verdict = view.valid
    ? '<div class="verdict"><b>✓ 在岗人员</b>This badge is valid. 请核对工号与工作证一致 Compare the job number with the badge.</div>'
    : '<div class="verdict bad"><b>✗ 工作证无效</b>This badge is no longer valid. 请勿让其入户，并拨打监督电话 Do not let them in; call the number below.</div>'
  return publicHtml(
    `工作证 ${view.badgeNo}`,
    `<h1>工作人员身份核验<br><small>Staff badge</small></h1>${verdict}<dl>${facts.join('')}</dl>`,
  )
}

export const unknownBadgePage = (): string =>
  publicHtml(
    '未知工作证',
    '<h1>工作人员身份核验<br><small>Staff badge</small></h1><div class="verdict bad"><b>✗ 查无此证</b>No such badge was issued. 请勿让其入户 Do not let them in.</div>',
  )
