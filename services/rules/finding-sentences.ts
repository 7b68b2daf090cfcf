import type { DenyCode, FindingCode, FillFindingCode } from '#domain/codes.ts'
import type { Sentence } from './sentence.ts'

const say = (zh: string, en: string): Sentence => ({ zh, en })

type OwnCode = Exclude<FindingCode, FillFindingCode | DenyCode> | 'TARE_MISMATCH'

/** Findings in words; those of a bypassed gate take the gate's. */
export const findingSentences = {
  OVERFILL: say(
    '超装：净重 {measured}，上限 {limit}。',
    'Overfilled: net {measured}, limit {limit}.',
  ),
  UNDERFILL: say(
    '欠装：净重 {measured}，下限 {limit}。',
    'Underfilled: net {measured}, at least {limit}.',
  ),
  LEAKING: say('检漏不合格，退回充装站处理。', 'Leaking. Back to the filling station.'),
  DAMAGED: say('外观有缺陷，停止使用并送检。', 'Damaged. Stop its use and have it inspected.'),
  UNSEALED: say('没有封口。', 'Not sealed.'),
  UNLABELLED: say('没有充装合格标签。', 'No fill label.'),
  TARE_MISMATCH: say(
    '皮重不符：相差 {measured}，限 {limit}。',
    'Tare differs by {measured}, limit {limit}.',
  ),
  OUT_WITHOUT_CHECK: say(
    '实瓶未经充装后检查即出库。',
    'Left full without the check after the fill.',
  ),
  MOVED_WHILE_BLOCKED: say(
    '隔离中的气瓶（{measured}）被移走，请追回。',
    'Moved while blocked ({measured}). Bring it back.',
  ),
  DELIVERED_WHILE_BLOCKED: say(
    '隔离中的气瓶（{measured}）已送到用户处，请立即追回。',
    'Delivered while blocked ({measured}). Recall it at once.',
  ),
  CHECKWEIGH_MISMATCH: say(
    '复秤与灌装相差 {measured}，超过两台秤的误差 {limit}。',
    'The check-weigh differs by {measured}, more than both scales may err ({limit}).',
  ),
  FILL_WITHOUT_PERMIT: say('没有充装许可。', 'Filled without a permit.'),
  PERMIT_EXPIRED: say(
    '充装许可已过期：用时 {measured}，有效 {limit}。',
    'The permit had expired: {measured} after it was given, good for {limit}.',
  ),
  PERMIT_MISMATCH: say(
    '与充装许可不符：实际 {measured}，许可 {limit}。',
    'Not as permitted: {measured} instead of {limit}.',
  ),
  CLOCK_INVALID: say(
    '设备时间不可信（相差 {measured}），按收到时间记录。',
    'The device clock is wrong (by {measured}); it counts from when it was received.',
  ),
  RETURN_NOT_SCANNED: say(
    '用户气瓶到站，没有回收记录。',
    'Back from a customer without a recorded return.',
  ),
  RETURN_NOT_OUT: say(
    '登记回收时气瓶不在用户处（{measured}）：可能重复登记。',
    'A return of one that was with no customer ({measured}): it may be told twice.',
  ),
  NO_FILL_STANDARD: say(
    '{measured} 没有充装量标准，只按允许充装量判定。',
    'No fill standard for {measured}; judged by its maximum alone.',
  ),
  FILLED_OFFLINE: say(
    '离线充装：{measured} 后才上报（限 {limit}）。',
    'Filled offline: told {measured} later (limit {limit}).',
  ),
  RESIDUAL_OVER_LIMIT: say(
    '残液 {measured}，超过限值 {limit}，应予补偿。',
    'Residual {measured}, limit {limit}. Compensation is due.',
  ),
  RESIDUAL_IMPLAUSIBLE: say(
    '残液 {measured} 过多（{limit} 以上由人工判定）。',
    'Residual {measured} is implausible (above {limit} a person decides).',
  ),
  RESIDUAL_NOT_WEIGHED: say(
    '回收后 2 个工作日内没有称残液。',
    'Not weighed within 2 working days of its return.',
  ),
  CLAIM_UNATTRIBUTED: say(
    '应补偿，但不知道最后的用户。',
    'Compensation is due, but the last customer is unknown.',
  ),
  NET_CONTENT_SHORT: say(
    '短缺 {measured}，允许短缺量 {limit}（待确认）。',
    'Short by {measured}, allowed {limit} (needs confirmation).',
  ),
  CURVE_TWO_CYLINDERS: say('一次扫码称了两只气瓶。', 'Two cylinders were weighed on one scan.'),
  CURVE_NO_RISE: say('重量曲线没有上升。', 'The weight curve does not rise.'),
  CURVE_JUMP_BACK: say('重量曲线回跳 {measured}。', 'The weight curve jumps back by {measured}.'),
  CURVE_NET_NOT_REACHED: say(
    '重量曲线只到 {measured}，没有达到上报的 {limit}。',
    'The weight curve only reached {measured}, not the reported {limit}.',
  ),
  GAS_OUT_OF_SPEC: say(
    '气质不合格：{measured}，限 {limit}。',
    'The gas is out of its limits: {measured}, limit {limit}.',
  ),
  SCALE_CHECK_FAILED: say(
    '班前校验误差 {measured}，超过 {limit}。',
    'The check before the shift was off by {measured}, limit {limit}.',
  ),
} as const satisfies { readonly [C in OwnCode]: Sentence }
