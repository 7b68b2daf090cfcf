import type { Translated } from '#console/i18n/texts.ts'
import type { zh } from './badge-texts.zh.ts'

export const en: Translated<typeof zh> = {
  badges: 'Service badges',
  badgeNo: 'Badge',
  jobNo: 'Job number',
  post: 'Post',
  phone: 'Phone for complaints',
  validUntil: 'Valid until',
  state: 'State',
  valid: 'Valid',
  expired: 'Expired',
  revoked: 'Taken back',
  issue: 'Issue a badge',
  issueHint:
    'Customers scan it to see whether it is genuine. A name is shown only where its holder agreed in writing.',
  name: 'Name shown',
  agreedOn: 'Agreed on',
  card: 'Print the badge',
  check: 'What customers see',
  revoke: 'Take back',
  revokeHint: 'Whoever scans it then sees that it is not valid; it cannot be undone.',
  none: 'No badges yet',
}
