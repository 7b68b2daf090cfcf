import type { AnomalyKind } from '#domain/anomalies/anomaly.ts'
import { one, ours, say, type Threshold } from './threshold.ts'

/** Default thresholds. No text of law names any of them; who oversees a region or an enterprise sets their own. */
export const thresholdTable = {
  TAG_IN_TWO_PLACES: {
    maxKmh: one(
      100,
      [20, 1000, 'km/h'],
      say('两地之间的最高直线速度', 'fastest journey between two sites, straight line'),
      ours(
        '危险货物车辆高速公路限速 80 km/h，再加四分之一',
        'vehicles with dangerous goods may drive 80 km/h on an expressway, and a quarter more',
      ),
    ),
    minKm: one(
      3,
      [0, 100, 'km'],
      say('小于此距离不判断', 'nearer sites are not compared'),
      ours('站点坐标的误差', 'sites are known to some hundred metres'),
    ),
    slackMin: one(
      5,
      [0, 240, 'min'],
      say('设备时钟允许的误差', 'what two devices’ clocks may differ'),
      ours(
        '服务器容许时钟快 2 分钟，两台设备再加余量',
        'a clock may run 2 minutes ahead, and two of them differ',
      ),
    ),
    unknownPlaceMin: one(
      10,
      [1, 240, 'min'],
      say(
        '坐标未知时，两站之间至少需要的时间',
        'least time between two sites whose places are unknown',
      ),
      ours('与充装门禁的标签冲突判断一致', 'as the gate takes a tag for a copy'),
    ),
  },
  FILLS_WITHOUT_PERMIT: {
    minCount: one(
      2,
      [1, 10_000, 'fills'],
      say('每秤每月至少几次', 'so many on one scale in a month'),
      ours('单次另有“无许可充装”的判定', 'a single one has a finding of its own'),
    ),
    sharePermille: one(
      10,
      [0, 1000, '‰'],
      say('占该秤当月充装次数的比例超过', 'more than this share of its fills'),
      ours('断网补报偶有发生', 'a connection fails now and then'),
    ),
  },
  PERMITS_WITHOUT_FILL: {
    minCount: one(
      3,
      [1, 10_000, 'permits'],
      say('每秤每月至少几次', 'so many on one scale in a month'),
      ours('工人偶尔改变主意', 'a worker changes his mind now and then'),
    ),
    sharePermille: one(
      20,
      [0, 1000, '‰'],
      say('占该秤当月充装次数的比例超过', 'more than this share of its fills'),
      ours('同上', 'as above'),
    ),
    graceHours: one(
      24,
      [1, 720, 'h'],
      say('许可后等待充装记录的时间', 'a fill may be told so late'),
      ours('离线设备一般当天补报', 'devices that were offline report within the day'),
    ),
  },
  NEVER_BELOW_TARGET: {
    minFills: one(
      30,
      [10, 10_000, 'fills'],
      say('每秤每月至少充装次数', 'fills on one scale in a month, at least'),
      ours('统计检验的最小样本', 'fewer prove nothing'),
    ),
    expectedBelowPermille: one(
      50,
      [1, 500, '‰'],
      say(
        '正常秤低于目标净重的最低比例',
        'an honest scale fills below its target at least so often',
      ),
      ours(
        '即使略有富余，二十次中也应有一次低于目标；同站其他秤的比例更高时取较高者',
        'even one that aims a little high, once in twenty; what the other scales of the station do goes before it',
      ),
    ),
    alphaPerMillion: one(
      1,
      [0.001, 10_000, 'per million'],
      say('偶然出现的概率低于', 'chance that an honest scale does it'),
      ours(
        '一万台秤用一百年约误报十二次',
        'ten thousand scales, a hundred years: a dozen false alarms',
      ),
    ),
  },
  GAS_LOST: {
    lossG: one(
      300,
      [50, 20_000, 'g'],
      say('未到用户处而两次称重之间减少', 'less than before without a customer in between'),
      ours('两台秤各 ±50 g 的三倍', 'three times what two scales of ±50 g may differ'),
    ),
  },
  RESIDUAL_DRAINED: {
    minReturns: one(
      20,
      [10, 10_000, 'returns'],
      say('每名送气工每月至少回收瓶数', 'empties of one courier in a month, at least'),
      ours('统计检验的最小样本', 'fewer prove nothing'),
    ),
    sigmas: one(
      5,
      [2, 20, 'σ'],
      say(
        '残液秩和低于同站其他人的标准差倍数',
        'rank sum below that of the others at the station, standard deviations',
      ),
      ours('偶然概率约三百万分之一', 'chance 1 in 3 million'),
    ),
    dropG: one(
      60,
      [0, 5000, 'g'],
      say('残液中位数至少低', 'their median is lower by at least'),
      ours('小于秤的误差没有意义', 'less than a scale errs by means nothing'),
    ),
  },
  RESIDUAL_JUST_LEGAL: {
    bandG: one(
      50,
      [10, 500, 'g'],
      say('限值上下各比较多宽', 'how wide a band on either side of the limit is compared'),
      ours('显示分度 5、10、50 g 的整数倍', 'a multiple of the steps of displays: 5, 10, 50 g'),
    ),
    minCount: one(
      15,
      [5, 10_000, 'weighings'],
      say('每月紧贴限值以下的称重至少几次', 'weighings just below the limit in a month, at least'),
      ours('偶尔压线不算', 'it happens now and then'),
    ),
    expectedPermille: one(
      500,
      [500, 950, '‰'],
      say(
        '正常时，相邻两档中紧贴限值以下的一档至多占',
        'of two neighbouring bands the one just below the limit holds at most so many',
      ),
      ours(
        '残液越多越少见，限值两侧的密度不应突变',
        'the more residual the rarer it is, and nothing in a cylinder knows where the limit lies',
      ),
    ),
    alphaPerMillion: one(
      1,
      [0.001, 10_000, 'per million'],
      say('偶然出现的概率低于', 'chance that honest weighings do it'),
      ours('与从不低于目标的判断一致', 'as for fills that are never below their target'),
    ),
  },
  TARE_DRIFT: {
    readings: one(
      5,
      [3, 50, 'readings'],
      say('取最近几次读数的中位数', 'median of the last readings'),
      ours('一次输错不算', 'one wrong key is not a drift'),
    ),
    driftG: one(
      150,
      [20, 5000, 'g'],
      say('与登记皮重的偏差超过', 'differs from the registered tare by more than'),
      ours('15 kg 瓶充装允差 ±0.5 kg 的三成', 'three tenths of the ±0.5 kg of a 15 kg cylinder'),
    ),
  },
  SCALE_WANDERS: {
    baseline: one(
      20,
      [10, 100, 'checks'],
      say('学习均值与离散所用的校验次数', 'checks from which mean and spread are learned'),
      say(
        'Montgomery《统计质量控制》：单值图至少 20 点',
        'Montgomery, Statistical Quality Control: 20 points or more',
      ),
    ),
    k: one(
      0.5,
      [0.1, 2, 'σ'],
      say('CUSUM 参考值', 'CUSUM slack'),
      say('Page 1954：侦测 1σ 偏移', 'Page 1954: tuned to a shift of 1 σ'),
    ),
    h: one(
      10,
      [3, 30, 'σ'],
      say('CUSUM 判定值', 'CUSUM decision interval'),
      say(
        '按 Siegmund 近似，正常秤约七万次校验误报一次',
        'Siegmund’s approximation: an honest scale gives one alarm in some 70 000 checks',
      ),
    ),
    shewhart: one(
      5,
      [3, 10, 'σ'],
      say('单次偏离即报警', 'one check so far off is enough'),
      say('Lucas 1982 的 Shewhart–CUSUM 组合图', 'Lucas 1982, combined Shewhart–CUSUM'),
    ),
    minSigmaG: one(
      2,
      [0.1, 1000, 'g'],
      say('离散的下限', 'the spread is never taken for less'),
      ours('显示分度 5 g 的三分之一左右', 'about a third of a display’s step of 5 g'),
    ),
  },
  CUSTODY_JUMPS: {
    minCount: one(
      3,
      [1, 10_000, 'cylinders'],
      say('每站每月至少几只', 'so many at one site in a month'),
      ours('偶尔漏扫', 'a scan is missed now and then'),
    ),
    sharePermille: one(
      10,
      [0, 1000, '‰'],
      say('占当月离站气瓶的比例超过', 'more than this share of what left the site'),
      ours('百分之一', 'one in a hundred'),
    ),
  },
  CUSTODY_UNACCOUNTED: {
    vehicleHours: one(
      72,
      [1, 8760, 'h'],
      say('在车上停留超过', 'on a vehicle for longer than'),
      ours('配送当日往返，留三天余量', 'a round takes a day; three are allowed'),
    ),
    unknownDays: one(
      30,
      [1, 3650, 'd'],
      say('去向不明超过', 'in nobody’s custody for longer than'),
      ours('一个盘点周期', 'one stock-taking'),
    ),
    differenceDays: one(
      7,
      [1, 365, 'd'],
      say('盘点差异未处理超过', 'differences of a stock count unresolved for longer than'),
      ours('一周内应查清', 'a week is enough to look'),
    ),
    minCylinders: one(
      3,
      [1, 100_000, 'cylinders'],
      say('至少几只', 'cylinders, at least'),
      ours('偶尔漏扫', 'a scan is missed now and then'),
    ),
  },
  REFILLED_ELSEWHERE: {
    gainG: one(
      300,
      [50, 20_000, 'g'],
      say('无充装记录而两次称重之间增加', 'more than before without a fill in between'),
      ours('两台秤各 ±50 g 的三倍', 'three times what two scales of ±50 g may differ'),
    ),
    maxEmptyPermille: one(
      300,
      [10, 900, '‰'],
      say('低于上次充装净重的此比例视为空瓶', 'empty = less than this share of the last fill'),
      ours('残液不超过百分之二十，另加余量', 'residual is at most a fifth, and some more'),
    ),
  },
  TANK_UNBALANCED: {
    tolerancePermille: one(
      5,
      [0, 200, '‰'],
      say('占进出总量的允许差', 'of all that went in and out'),
      ours('地磅与灌装秤的误差', 'what a weighbridge and filling scales may err by'),
    ),
    minG: one(
      200_000,
      [0, 100_000_000, 'g'],
      say('至少相差', 'and at least'),
      ours('小于半车零头', 'less than what stays in a tanker'),
    ),
  },
} as const satisfies Record<AnomalyKind, Record<string, Threshold>>

export type ThresholdTable = typeof thresholdTable
