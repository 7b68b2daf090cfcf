import type { PublicBadge } from '#store/queries/people/badges.ts'
import { call, escapeHtml, factList, publicHtml, verdict } from '#api/evidence/public-frame.ts'

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

const HEAD = '<h1>工作人员身份核验<br><small>Staff badge</small></h1>'

/** R000-6.3.1.2: a channel by which a user verifies who stands at the door. */
export const badgePage = (view: BadgeView): string => {
  const rows: readonly (readonly [string, string])[] = [
    ['单位 Company', view.company],
    ['工号 Job no.', view.jobNo],
    ...(view.name === null ? [] : [['姓名 Name', view.name] as const]),
    ['岗位 Post', view.post],
    ['工作证号 Badge no.', view.badgeNo],
  ]
  const facts = factList(rows.map(([name, value]) => [name, escapeHtml(value)]))
  const said = view.valid
    ? verdict(
        'good',
        '✓ 在岗人员',
        'This badge is valid<p>请核对工号与工作证一致。<br><small>Compare the job number with the badge.</small></p>',
      )
    : verdict(
        'bad',
        '✗ 工作证无效',
        'This badge is no longer valid<p>请勿让其入户，并拨打监督电话。<br><small>Do not let them in; call the number below.</small></p>',
      )
  const phone = call('监督电话 Supervision', view.supervisionPhone)
  return publicHtml(`工作证 ${view.badgeNo}`, `${HEAD}${said}${facts}<section>${phone}</section>`)
}

export const unknownBadgePage = (): string =>
  publicHtml(
    '未知工作证',
    `${HEAD}${verdict('bad', '✗ 查无此证', 'No such badge was issued<p>请勿让其入户，并告知供气单位。<br><small>Do not let them in, and tell your supplier.</small></p>')}`,
  )
