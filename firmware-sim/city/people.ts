import { uscc } from '#sim/scenarios/city-registry.ts'
import type { Random } from '#sim/wire/random.ts'
import { between, pick } from './draw.ts'
import type { CityPerson } from './office-records.ts'

const SURNAMES = [
  ...Array.from('王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹'),
  '欧阳',
  '司马',
  '诸葛',
]
const GIVEN = Array.from(
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国红玉兰文辉玲鑫宇晨欣怡浩博雅婷',
)
/** Beyond the usual fonts and input methods, one beyond the basic plane: what forms and old systems break on. */
const RARE = ['㛃', '䶮', '喆', '堃', '犇', '赟', '頔', '珺', '𬭎', '𫖯', '〇']
const UYGHUR = [
  '买买提',
  '阿依古丽',
  '古丽娜尔',
  '艾合买提',
  '吐尔逊',
  '热依汗古丽',
  '阿卜杜热合曼',
  '麦麦提敏',
  '努尔艾力',
  '帕提古丽',
]
const UYGHUR_SCRIPT = ['ئايگۈل تۇرسۇن', 'مۇھەممەت ئابدۇللا', 'گۈلنار ئەھمەت']
const FOREIGN: readonly (readonly [name: string, country: string])[] = [
  ["Siobhán O'Neill", 'IRL'],
  ['Нурсултан Ахметов', 'KAZ'],
  ['Jean-Luc Étienne', 'FRA'],
  ['MÜLLER HANS J.', 'DEU'],
  ['Nguyễn Thị Hoa', 'VNM'],
]
const UNITS = ['餐馆', '早点铺', '烧烤店', '食堂', '豆腐坊', '宾馆', '幼儿园', '建筑工地']
const STREETS = ['般阳路', '淄城路', '光明路', '青檀路', '文化路', '解放路', '君山路', '龙头路']
const VILLAGES = ['东坪村', '大昆仑村', '西王庄', '孟庄', '税郭村', '齐村']
const CHECK_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_DIGITS = '10X98765432'
const DAYS_OF_BIRTH = 18_000
const FIRST_BIRTHDAY_MS = Date.UTC(1950, 0, 1)
const DAY_MS = 86_400_000

const birthday = (n: number): string =>
  new Date(FIRST_BIRTHDAY_MS + (n % DAYS_OF_BIRTH) * DAY_MS).toISOString().slice(0, 10)

/** 18 digits with their check digit (GB 11643-1999), another one for each n below 18 million. */
export function idNumber(region: string, n: number): string {
  const order = String(Math.floor(n / DAYS_OF_BIRTH) % 1000).padStart(3, '0')
  const first = `${region}${birthday(n).replaceAll('-', '')}${order}`
  const sum = CHECK_WEIGHTS.reduce((all, weight, i) => all + weight * Number(first.charAt(i)), 0)
  return first + CHECK_DIGITS.charAt(sum % 11)
}

/** Another number for each n below a thousand million: 7 919 is no divisor of 10⁹. */
const phoneOf = (n: number): string =>
  `1${3 + (n % 7)}${String((n * 7919 + 12_345) % 1_000_000_000).padStart(9, '0')}`

const hanName = (random: Random): string => {
  const given = pick(random, GIVEN) + (random() < 0.7 ? pick(random, GIVEN) : '')
  return pick(random, SURNAMES) + (random() < 0.03 ? pick(random, RARE) : given)
}

const nameOf = (random: Random): string => {
  const x = random()
  if (x < 0.96) return hanName(random)
  if (x < 0.997) return `${pick(random, UYGHUR)}·${pick(random, UYGHUR)}`
  return pick(random, UYGHUR_SCRIPT)
}

/**
 * The n-th resident. Where the rules ask for no number, none is taken (clauses C19); foreign papers and those of Hong Kong, Macau
 * and Taiwan are one in a hundred.
 */
export function resident(
  random: Random,
  n: number,
  region: string,
  demandsId: boolean,
): CityPerson {
  const phone = phoneOf(n)
  const x = random()
  if (!demandsId) return { name: x < 0.005 ? pick(random, FOREIGN)[0] : nameOf(random), phone }
  const paperUntil = `${2027 + (n % 9)}-06-30`
  const bornOn = birthday(n)
  const serial = String(10_000_000 + (n % 90_000_000))
  if (x < 0.005) {
    const [name, country] = pick(random, FOREIGN)
    return {
      name,
      phone,
      bornOn,
      paperUntil,
      paper: { kind: 'passport', number: `P${serial}`, country },
    }
  }
  if (x < 0.008) {
    const paper = { kind: 'hm-travel-permit', number: `H${serial}` }
    return { name: hanName(random), phone, bornOn, paperUntil, paper }
  }
  if (x < 0.01) {
    const paper = { kind: 'tw-travel-permit', number: serial }
    return { name: hanName(random), phone, bornOn, paperUntil, paper }
  }
  const paper = { kind: 'id-card', number: idNumber(x < 0.04 ? '650102' : region, n) }
  return { name: nameOf(random), phone, paperUntil, paper }
}

/** A restaurant, a canteen, a workshop. */
export function unit(random: Random, n: number): CityPerson {
  const unitName = `${hanName(random)}${pick(random, UNITS)}（个体工商户）`
  return { unitName, uscc: uscc(random), phone: phoneOf(n) }
}

/** Addresses repeat seldom: the number of the house comes from n. */
export function address(random: Random, n: number, rural: boolean): string {
  return rural
    ? `${pick(random, VILLAGES)}${1 + (n % 900)}号`
    : `${pick(random, STREETS)}${1 + (n % 700)}号${between(random, 1, 30)}号楼${between(random, 1, 4)}单元${between(random, 101, 2602)}室`
}
