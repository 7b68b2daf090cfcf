import type { DenyCode, FindingCode, FillFindingCode } from './codes.ts'

/** What a finding or a refusal is called in Chinese in a few characters: on screens and on paper alike. */
export const findingNames = {
  STATION_UNLICENSED: '站点无证',
  SCALE_LOCKED: '秤已锁定',
  SCALE_UNVERIFIED: '秤未检定',
  OPERATOR_UNCERTIFIED: '无证操作',
  GAS_NOT_RELEASED: '气未放行',
  UNKNOWN_CYLINDER: '未登记气瓶',
  TAG_CONFLICT: '标签冲突',
  REPORTED_LOST: '已挂失',
  RETIRED: '已报废',
  LIFE_EXPIRED: '超使用年限',
  WRONG_MEDIUM: '介质不符',
  NOT_OWNED: '非自有瓶',
  QUARANTINED: '隔离中',
  INSPECTION_OVERDUE: '超期未检',
  IDLE_TOO_LONG: '停用过久',
  TARE_UNKNOWN: '皮重未知',
  TARE_MISMATCH: '皮重不符',
  PREFILL_FAILED: '充前检查不合格',
  NEEDS_PREFILL_CHECK: '未做充前检查',
  NEEDS_VACUUM: '未抽真空',
  RESIDUAL_TOO_HIGH: '残液过多',
  ALREADY_FULL: '已是满瓶',
  REQUEST_EXPIRED: '请求过期',
  OVERFILL: '超装',
  UNDERFILL: '欠装',
  LEAKING: '泄漏',
  DAMAGED: '外观缺陷',
  UNSEALED: '未封口',
  UNLABELLED: '无合格标签',
  OUT_WITHOUT_CHECK: '未检即出库',
  MOVED_WHILE_BLOCKED: '隔离中被移走',
  DELIVERED_WHILE_BLOCKED: '隔离中被送出',
  CHECKWEIGH_MISMATCH: '复秤不符',
  FILL_WITHOUT_PERMIT: '未经许可充装',
  PERMIT_EXPIRED: '许可过期',
  PERMIT_MISMATCH: '与许可不符',
  CLOCK_INVALID: '设备时钟错误',
  RETURN_NOT_SCANNED: '回收未登记',
  RETURN_NOT_OUT: '重复回收',
  NO_FILL_STANDARD: '无充装标准',
  FILLED_OFFLINE: '离线充装',
  RESIDUAL_OVER_LIMIT: '残液超限',
  RESIDUAL_IMPLAUSIBLE: '残液存疑',
  RESIDUAL_NOT_WEIGHED: '残液未称',
  CLAIM_UNATTRIBUTED: '赔付对象不明',
  NET_CONTENT_SHORT: '净含量短缺',
  CURVE_TWO_CYLINDERS: '一码两瓶',
  CURVE_NO_RISE: '曲线未上升',
  CURVE_JUMP_BACK: '曲线回跳',
  CURVE_NET_NOT_REACHED: '曲线未达净重',
  GAS_OUT_OF_SPEC: '气质不合格',
  SCALE_CHECK_FAILED: '班前校验不合格',
} as const satisfies Readonly<Record<DenyCode | Exclude<FindingCode, FillFindingCode>, string>>

/** `FILL_RETIRED` = filled although the gate would have denied with `RETIRED`. What has no name stands for itself. */
export const findingNameZh = (code: string): string => {
  const nameOf = (key: string): string | undefined =>
    Object.hasOwn(findingNames, key) ? findingNames[key as keyof typeof findingNames] : undefined
  const denied = nameOf(code.replace(/^FILL_/, ''))
  return nameOf(code) ?? (denied === undefined ? code : `违规充装：${denied}`)
}
