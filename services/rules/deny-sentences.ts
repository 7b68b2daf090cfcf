import type { DenyCode } from '#domain/codes.ts'
import type { Sentence } from './sentence.ts'

const say = (zh: string, en: string): Sentence => ({ zh, en })

/** What the gate says to a worker: what is wrong, measured against the limit, and what to do. */
export const denySentences: { readonly [C in DenyCode]: Sentence } = {
  STATION_UNLICENSED: say(
    '本站没有有效的经营许可，不得充装。',
    'This station has no valid licence. Do not fill.',
  ),
  SCALE_LOCKED: say(
    '灌装秤或本站已被锁定，请联系管理部门。',
    'The scale or the station is locked. Ask the office.',
  ),
  SCALE_UNVERIFIED: say(
    '灌装秤未在本站登记、检定过期或班前校验不合格，请换秤。',
    'The scale is not registered at this station, its verification is past, or it failed the check before the shift. Use another scale.',
  ),
  OPERATOR_UNCERTIFIED: say('操作人员没有有效的上岗证。', 'The operator has no valid certificate.'),
  GAS_NOT_RELEASED: say(
    '储罐内的气没有检验合格记录，不得充装。',
    'The gas in the tank has not been released by a test. Do not fill.',
  ),
  UNKNOWN_CYLINDER: say(
    '系统中没有这只气瓶，请先登记。',
    'This cylinder is not registered. Register it first.',
  ),
  TAG_CONFLICT: say(
    '标签冲突：同一标签对应多只气瓶，或刚刚在另一站出现过。请核对钢瓶上的编号。',
    'Tag conflict: it belongs to more than one cylinder, or was at another station just now. Compare the number on the cylinder.',
  ),
  REPORTED_LOST: say(
    '这只气瓶已挂失，请留下并通知管理人员。',
    'This cylinder is reported lost. Keep it here and tell the office.',
  ),
  RETIRED: say('这只气瓶已报废，不得充装。', 'This cylinder is retired. Do not fill it.'),
  LIFE_EXPIRED: say(
    '气瓶使用年限已于 {limit} 到期，今天是 {measured}，不得充装。',
    'The service life ended on {limit}, today is {measured}. Do not fill.',
  ),
  WRONG_MEDIUM: say(
    '这只气瓶登记的介质是 {measured}，只能充装 {limit}。',
    'This cylinder is registered for {measured}; only {limit} is filled here.',
  ),
  NOT_OWNED: say(
    '这只气瓶属于 {measured}，不是本企业（{limit}）的自有气瓶，不得充装。',
    'This cylinder belongs to {measured}, not to this company ({limit}). Do not fill it.',
  ),
  QUARANTINED: say(
    '气瓶已被隔离（{measured}），处理完毕前不得充装。',
    'This cylinder is quarantined ({measured}). Do not fill it until that is settled.',
  ),
  INSPECTION_OVERDUE: say(
    '定期检验已于 {limit} 到期，今天是 {measured}，请送检。',
    'Periodic inspection was due on {limit}, today is {measured}. Send it to the lab.',
  ),
  IDLE_TOO_LONG: say(
    '气瓶停用超过一个检验周期（至 {limit}），请先送检。',
    'Out of use for more than one inspection cycle (the cycle ended on {limit}). Have it inspected first.',
  ),
  TARE_UNKNOWN: say(
    '不知道这只气瓶的皮重，请核对钢印后登记。',
    'The tare of this cylinder is unknown. Read the stamp and register it.',
  ),
  TARE_MISMATCH: say(
    '空瓶毛重 {measured}，低于皮重允许的 {limit}，请复称或更正皮重。',
    'The empty cylinder weighs {measured}, less than its tare allows ({limit}). Weigh again or correct the tare.',
  ),
  PREFILL_FAILED: say(
    '充装前检查不合格，不得充装。',
    'The check before filling failed. Do not fill.',
  ),
  NEEDS_PREFILL_CHECK: say(
    '没有有效的充装前检查，请先检查。',
    'No valid check before filling. Check the cylinder first.',
  ),
  NEEDS_VACUUM: say(
    '首次使用或检验后未抽真空，请先抽真空。',
    'New or just inspected and not evacuated yet. Evacuate it first.',
  ),
  RESIDUAL_TOO_HIGH: say(
    '瓶内残液 {measured}，超过限值 {limit}，请先倒残。',
    'Residual in the cylinder {measured}, limit {limit}. Remove the residual first.',
  ),
  ALREADY_FULL: say(
    '瓶内已有 {measured}，{limit} 以上为满瓶，无需充装。',
    'There is {measured} in it already; from {limit} it counts as full.',
  ),
  REQUEST_EXPIRED: say(
    '请求已过期（{measured}，限 {limit}），请重新扫码。',
    'The request is too old ({measured}, limit {limit}). Scan again.',
  ),
}
