import type { Said } from '#api/problem.ts'
import type { PersonHold } from '#store/queries/people/person-holds.ts'

/** Why personal data are still needed, as the office reads it. */
const words: Readonly<Record<string, Said>> = {
  CYLINDERS_AT_CUSTOMER: { zh: '用户处尚有气瓶', en: 'cylinders stand with the customer' },
  ORDER_OPEN: { zh: '有未完成的订单', en: 'orders are under way' },
  CLAIM_OPEN: { zh: '有未支付的残液赔付', en: 'claims are not paid' },
  RETURN_NOT_WEIGHED: { zh: '有回收未称重', en: 'returns are not weighed' },
  RECTIFICATION_OPEN: { zh: '有隐患未销号', en: 'hazards are not mended' },
  SUPPLY_SUSPENDED: { zh: '停供尚未解除', en: 'supply is suspended' },
  CONTRACT_IN_FORCE: { zh: '供气合同仍有效', en: 'a contract is in force' },
  DEPOSIT_HELD: { zh: '押金未退', en: 'deposits are held' },
  ACCOUNT_OPEN: { zh: '账户未结清', en: 'the account is not settled' },
  CASE_OPEN: {
    zh: '有未办结的投诉、报修或事故',
    en: 'complaints, repairs or emergencies are open',
  },
  IDENTITY_CASE_OPEN: { zh: '有未核实的身份问题', en: 'a question about the identity is open' },
  RETENTION: { zh: '法定保存期', en: 'statutory retention' },
  RECTIFICATION_ARCHIVE: { zh: '隐患整改档案保存期', en: 'the archive of hazards is kept' },
}

const ONCE: ReadonlySet<string> = new Set(['SUPPLY_SUSPENDED', 'ACCOUNT_OPEN'])

export const holdWords = ({ reason, until, count }: PersonHold): Said => {
  const { zh, en } = words[reason] ?? { zh: reason, en: reason }
  const many = count === undefined || ONCE.has(reason) ? '' : String(count)
  return {
    zh: [zh, until === null ? '' : `至 ${until}`, many === '' ? '' : `（${many}）`].join(''),
    en: [en, until === null ? '' : ` until ${until}`, many === '' ? '' : ` (${many})`].join(''),
  }
}
