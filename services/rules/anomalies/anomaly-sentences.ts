import type { Anomaly, AnomalyKind } from '#domain/anomalies/anomaly.ts'
import type { Sentence } from '#rules/sentence.ts'

const say = (zh: string, en: string): Sentence => ({ zh, en })

/** What each kind is called. */
export const anomalyNames: { readonly [K in AnomalyKind]: Sentence } = {
  TAG_IN_TWO_PLACES: say('同一标签出现在两地', 'One tag in two places'),
  FILLS_WITHOUT_PERMIT: say('多次无许可充装', 'Fills without a permit'),
  PERMITS_WITHOUT_FILL: say('许可后无充装记录', 'Permits without a fill'),
  NEVER_BELOW_TARGET: say('净重从不低于目标', 'Net weight never below target'),
  GAS_LOST: say('瓶内气体减少', 'Gas lost between two weighings'),
  RESIDUAL_DRAINED: say('回收瓶残液异常偏低', 'Residual drained on the way'),
  RESIDUAL_JUST_LEGAL: say('残液总是压线', 'Residuals just below the limit'),
  TARE_DRIFT: say('皮重漂移', 'Tare drift'),
  SCALE_WANDERS: say('灌装秤漂移', 'A scale that wanders'),
  CUSTODY_JUMPS: say('流转缺少扫描', 'Custody without a scan'),
  CUSTODY_UNACCOUNTED: say('保管数量不符', 'Cylinders unaccounted for'),
  REFILLED_ELSEWHERE: say('疑似他处充装', 'Refilled elsewhere'),
  TANK_UNBALANCED: say('储罐进出不平衡', 'A tank that does not balance'),
}

type Told = Pick<Anomaly, 'kind' | 'subject' | 'measured' | 'limit' | 'unit' | 'detail' | 'events'>
type Detail = Anomaly['detail']

const kg = (g: unknown): string => `${(Number(g) / 1000).toFixed(3).replace(/0$/, '')} kg`
const percent = (permille: unknown): string => `${Number((Number(permille) / 10).toFixed(1))}%`

const twoPlaces = ({ measured, limit, unit, detail: d }: Told): Sentence =>
  unit === 'min'
    ? say(
        `标签在 ${d['fromSite']} 与 ${d['toSite']} 两地被读取，只隔 ${measured} 分钟；两地至少需要 ${limit} 分钟。其中一个可能是复制的标签。`,
        `The tag was read at ${d['fromSite']} and ${measured} minutes later at ${d['toSite']}; at least ${limit} minutes are needed. One of the two may be a copy.`,
      )
    : say(
        `标签在 ${d['fromSite']} 与 ${d['toSite']}（相距 ${d['km']} km）被读取，只隔 ${d['minutes']} 分钟，折合 ${measured} km/h，限 ${limit} km/h。其中一个可能是复制的标签。`,
        `The tag was read at ${d['fromSite']} and ${d['minutes']} minutes later at ${d['toSite']}, ${d['km']} km away: ${measured} km/h, limit ${limit} km/h. One of the two may be a copy.`,
      )

const counted = (what: Sentence, where: Sentence, d: Detail): Sentence =>
  say(
    `${where.zh} ${d['month']} 有 ${d['count']} ${what.zh}，占 ${d['among']} 的 ${percent(d['permille'])}；限 ${d['minCount']} 次且 ${percent(d['sharePermille'])}。`,
    `${where.en} in ${d['month']}: ${d['count']} ${what.en} of ${d['among']}, ${percent(d['permille'])}; limit ${d['minCount']} and ${percent(d['sharePermille'])}.`,
  )

const onScale = ({ subject }: Told): Sentence => say(`秤 ${subject.id}`, `Scale ${subject.id}`)

const neverBelow = ({ subject, detail: d }: Told): Sentence =>
  say(
    `秤 ${subject.id} 在 ${d['month']} 的 ${d['fills']} 次充装中只有 ${d['below']} 次低于目标净重；正常应约有 ${percent(d['expectedPermille'])} 低于目标（同站其他秤 ${d['peers']} 次充装）。偶然出现的概率为百万分之 ${d['chancePerMillion']}，限百万分之 ${d['alphaPerMillion']}。`,
    `Of ${d['fills']} fills on scale ${subject.id} in ${d['month']}, ${d['below']} were below their target; ${percent(d['expectedPermille'])} would be (by ${d['peers']} fills on the station’s other scales). By chance: ${d['chancePerMillion']} in a million, limit ${d['alphaPerMillion']}.`,
  )

const gasLost = ({ measured, limit, detail: d }: Told): Sentence =>
  say(
    `两次称重之间减少 ${kg(measured)}，期间未到用户处；限 ${kg(limit)}。后一次净重 ${kg(d['netG'])}。`,
    `${kg(measured)} less than at the weighing before, and no customer in between; limit ${kg(limit)}. Net now ${kg(d['netG'])}.`,
  )

const drained = ({ subject, measured, limit, detail: d }: Told): Sentence =>
  say(
    `送气工 ${subject.id} 在 ${d['month']} 回收 ${d['returns']} 只，残液中位数 ${kg(d['medianG'])}，同站其他人 ${d['others']} 只为 ${kg(d['othersG'])}；低 ${measured} 个标准差，限 ${limit}。`,
    `Courier ${subject.id} brought back ${d['returns']} empties in ${d['month']} with a median residual of ${kg(d['medianG'])}; ${d['others']} of all others held ${kg(d['othersG'])}. Lower by ${measured} standard deviations, limit ${limit}.`,
  )

const justLegal = ({ subject, detail: d }: Told): Sentence => {
  const who = subject.kind === 'operator' ? say('操作工', 'Operator') : say('秤', 'Scale')
  const per = Number(d['expectedPermille'])
  return say(
    `${who.zh} ${subject.id} 在 ${d['month']} 的 ${d['weighings']} 次残液称重中，有 ${d['below']} 次落在法定限值以下 ${d['bandG']} g 之内，${d['above']} 次超出限值不到 ${d['bandG']} g，再低一档（${d['bandG']}～${Number(d['bandG']) * 2} g）${d['farther']} 次；正常时紧贴限值以下的至多占 ${percent(per)}。偶然出现的概率为百万分之 ${d['chancePerMillion']}，限百万分之 ${d['alphaPerMillion']}。可能把超限残液记成合格，用户因此得不到退款。`,
    `${who.en} ${subject.id} in ${d['month']}: of ${d['weighings']} residuals ${d['below']} lay within ${d['bandG']} g below the legal limit, ${d['above']} within ${d['bandG']} g above it, and ${d['farther']} one band farther below; at most ${percent(per)} of two neighbouring bands would lie just below. By chance: ${d['chancePerMillion']} in a million, limit ${d['alphaPerMillion']}. Residuals above the limit may be written as legal ones, and customers lose their refund.`,
  )
}

const tareDrift = ({ measured, limit, detail: d }: Told): Sentence =>
  say(
    `最近 ${d['readings']} 次称重显示皮重与登记值 ${kg(d['registeredG'])} 相差 ${kg(measured)}（中位数），限 ${kg(limit)}。应重新称皮重，或核对是否同一只瓶。`,
    `The last ${d['readings']} weighings put the tare ${kg(measured)} off the registered ${kg(d['registeredG'])} (median), limit ${kg(limit)}. Weigh it anew, or see whether it is the same cylinder.`,
  )

const wanders = ({ subject, measured, limit, detail: d }: Told): Sentence => {
  const one = d['how'] === 'shewhart'
  return say(
    one
      ? `秤 ${subject.id} 的一次校验偏离平常 ${d['shiftG']} g，为 ${measured} 个标准差（${d['sigmaG']} g），限 ${limit}。`
      : `秤 ${subject.id} 连续 ${d['checks']} 次校验平均偏移 ${d['shiftG']} g；累积和 ${measured}σ，限 ${limit}σ（平常均值 ${d['meanG']} g，σ=${d['sigmaG']} g）。`,
    one
      ? `A check of scale ${subject.id} was ${d['shiftG']} g off what is usual: ${measured} standard deviations (of ${d['sigmaG']} g), limit ${limit}.`
      : `${d['checks']} checks of scale ${subject.id} in a row moved by ${d['shiftG']} g on average; cumulative sum ${measured} σ, limit ${limit} σ (usual mean ${d['meanG']} g, σ = ${d['sigmaG']} g).`,
  )
}

const UNACCOUNTED = {
  vehicle: say(
    '只瓶在车上停留超过 {allowed} 小时',
    'cylinders on a vehicle for more than {allowed} h',
  ),
  unknown: say(
    '只瓶去向不明超过 {allowed} 天',
    'cylinders in nobody’s custody for more than {allowed} days',
  ),
  count: say(
    '项盘点差异超过 {allowed} 天未处理',
    'differences of a stock count open for more than {allowed} days',
  ),
} as const

const unaccounted = ({ subject, measured, limit, detail: d }: Told): Sentence => {
  const how = UNACCOUNTED[d['how'] as keyof typeof UNACCOUNTED]
  const allowed = String(d['allowed'])
  return say(
    `${subject.id}：${measured} ${how.zh.replace('{allowed}', allowed)}；限 ${limit}。`,
    `${subject.id}: ${measured} ${how.en.replace('{allowed}', allowed)}; limit ${limit}.`,
  )
}

const refilled = ({ measured, limit, unit, detail: d }: Told): Sentence =>
  unit === 'g'
    ? say(
        `两次称重之间增加 ${kg(measured)}，没有充装记录；限 ${kg(limit)}。现净重 ${kg(d['netG'])}。`,
        `${kg(measured)} more than at the weighing before, and no fill in between; limit ${kg(limit)}. Net now ${kg(d['netG'])}.`,
      )
    : say(
        '我站充装后已空瓶，再次出现时为实瓶，其间没有任何充装记录。',
        'Seen empty after our fill and then full, with no fill on record in between.',
      )

const DIRECTION = {
  out: say(
    '充出多于收入与罐容之和，可能有未登记的来气',
    'more was filled than received and held: gas came in off the record',
  ),
  in: say(
    '收入多于充出与罐容之和，可能有未登记的充装',
    'more was received than filled and held: gas went out off the record',
  ),
} as const

const tank = ({ measured, limit, detail: d }: Told): Sentence => {
  const how = DIRECTION[d['direction'] === 'in' ? 'in' : 'out']
  const tonnes = (g: unknown): string => `${(Number(g) / 1e6).toFixed(2)} t`
  return say(
    `储罐 ${d['tank']} 至 ${d['month']} 的三个月收气 ${tonnes(d['receivedG'])}、充装 ${tonnes(d['filledG'])}，账面液位变动 ${tonnes(d['rangeG'])}，超出罐容 ${tonnes(d['capacityG'])} 达 ${tonnes(measured)}（限 ${tonnes(limit)}）：${how.zh}。`,
    `Tank ${d['tank']}, three months to ${d['month']}: ${tonnes(d['receivedG'])} received, ${tonnes(d['filledG'])} filled. The level of the books moved by ${tonnes(d['rangeG'])}, ${tonnes(measured)} more than the capacity of ${tonnes(d['capacityG'])} (limit ${tonnes(limit)}): ${how.en}.`,
  )
}

const sentences: { readonly [K in AnomalyKind]: (told: Told) => Sentence } = {
  TAG_IN_TWO_PLACES: twoPlaces,
  FILLS_WITHOUT_PERMIT: (told) =>
    counted(say('次无许可充装', 'fills without a permit'), onScale(told), told.detail),
  PERMITS_WITHOUT_FILL: (told) =>
    counted(say('个许可没有充装记录', 'permits without a fill'), onScale(told), told.detail),
  NEVER_BELOW_TARGET: neverBelow,
  GAS_LOST: gasLost,
  RESIDUAL_DRAINED: drained,
  RESIDUAL_JUST_LEGAL: justLegal,
  TARE_DRIFT: tareDrift,
  SCALE_WANDERS: wanders,
  CUSTODY_JUMPS: (told) =>
    counted(
      say('只瓶未经出库扫描离开', 'cylinders left without a scan'),
      say(`站点 ${told.subject.id}`, `Site ${told.subject.id}`),
      told.detail,
    ),
  CUSTODY_UNACCOUNTED: unaccounted,
  REFILLED_ELSEWHERE: refilled,
  TANK_UNBALANCED: tank,
}

/** Why it is on the list, with its numbers. */
export const sayAnomaly = (told: Told): Sentence => sentences[told.kind](told)
