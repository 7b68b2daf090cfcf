import { messages } from './messages.ts'
import type { Sentence } from './sentence.ts'

/** What stands against giving a cylinder away; the gate's own sentences speak of filling. */
const own: Readonly<Record<string, Sentence>> = {
  RETIRED: { zh: '已报废', en: 'retired' },
  REPORTED_LOST: { zh: '已挂失', en: 'reported lost' },
  TAG_CONFLICT: { zh: '标签冲突', en: 'its tag conflicts with another' },
  QUARANTINED: { zh: '隔离中', en: 'quarantined' },
  UNKNOWN_CYLINDER: { zh: '未登记', en: 'not registered' },
  LIFE_EXPIRED: { zh: '已过使用年限', en: 'past its service life' },
  INSPECTION_OVERDUE: { zh: '已过检验期', en: 'past its inspection date' },
  NOT_OWNED: { zh: '不是本企业的气瓶', en: 'not a cylinder of this company' },
  NOT_FULL: { zh: '不是满瓶', en: 'not full' },
  TARE_MISMATCH: { zh: '皮重不符', en: 'its tare does not fit' },
  MOVED_WHILE_BLOCKED: { zh: '隔离期间被移走', en: 'moved while it was blocked' },
  DELIVERED_WHILE_BLOCKED: { zh: '隔离期间曾送往用户', en: 'delivered while it was blocked' },
  RETURN_NOT_SCANNED: { zh: '仍登记在用户处', en: 'still with a customer by the books' },
}

/** In a few words; a finding's sentence up to its figures. */
export const saySaleRefusal = (code: string): Sentence => {
  const known = own[code]
  if (known !== undefined) return known
  const sentence = Object.entries(messages).find(([name]) => name === code)?.[1]
  const head = (text = code): string => text.split(/[：:。.]/u)[0] ?? code
  return { zh: head(sentence?.zh), en: head(sentence?.en).toLowerCase() }
}
