import { problemWords } from './problem-words.ts'

/** What the schemas say of a wrong field (`must(…)` in `schemas/`), in Chinese; `$1` as in a replacement. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/^is missing$/, '缺少此项'],
  [/^has bytes that cannot be read$/, '含有无法识别的字符，请另存为 UTF-8 或 GBK'],
  [/^must be (\w+) with at most three decimals$/, '应为最多三位小数的数（单位：$1）'],
  [/^the unit is unclear.*$/, '单位不明：请在列名中注明 (g) 或 (kg)'],
  [/^(\S+) stands in line (\d+) already$/, '$1 已在第 $2 行出现'],
  [/^(\S+) is taken$/, '$1 已被占用'],
  [
    /^model (\S+): write it as stamped.*$/,
    '型号 $1：请按钢印填写，如 YSP-15（按充装量）、YSP35.5（按容积）或 YSP35.5/14.9（2023 版）',
  ],
  [
    /^model (\S+): no such size.*$/,
    '型号 $1：没有此规格；YSP-12（12 kg）与 YSP12（12 L，5 kg）是两种规格',
  ],
  [/^model (\S+): the mass behind.*$/, '型号 $1：斜线后的充装量与规格不符'],
  [/^ownerId (\S+) is not your enterprise$/, '$1 不是本企业'],
  [/^(\S+) lies before the day on which it was made, (\S+)$/, '$1 早于制造日期 $2'],
  [
    /^a resident's cylinder is registered where it stands.*$/,
    '居民自有气瓶应在所在站点登记（custody 为站点）',
  ],
  [/^nextInspectionOn must be after inspectedOn$/, '下次检验日期须晚于检验日期'],
  [
    /^must be text of 1 to (\d+) characters, not blanks alone$/,
    '应为 1 至 $1 个字符的文字，不得只有空格，不得含空字符或残缺字符',
  ],
  [/^must be text of 1 to (\d+) characters$/, '应为 1 至 $1 个字符的文字，不得含空字符或残缺字符'],
  [/^must be whole grams from (\S+) to (\S+)$/, '应为 $1 至 $2 的整数克'],
  [/^must be a whole number from (\S+) to (\S+)$/, '应为 $1 至 $2 的整数'],
  [/^must be a whole number from (\S+) to (\S+) (.+)$/, '应为 $1 至 $2 的整数（单位：$3）'],
  [/^must be a number from (\S+) to (\S+)$/, '应为 $1 至 $2 的数'],
  [/^must be a number from (\S+) to (\S+) (.+)$/, '应为 $1 至 $2 的数（单位：$3）'],
  [/^must be one of (.+)$/, '应为下列之一：$1'],
  [/^must be true or false/, '应为 true 或 false'],
  [/^must be an RFC 3339 time.*$/, '应为真实存在的时间，如 2026-11-20T08:15:30.250Z'],
  [/^must be a day that exists.*$/, '应为真实存在的日期，如 2026-11-20'],
  [
    /^must be a day or a month that exists.*$/,
    '应为真实存在的日期或月份，如 2026-11-20 或 2026-11',
  ],
  [/^must be a password that nobody guesses first$/, '口令过于常见，请换一个别人不会先猜的'],
  [/^must be a UUID$/, '应为 UUID'],
  [/^must be a one-time code of six digits$/, '应为六位数字验证码'],
  [/^must be six digits of GB\/T 2260.*$/, '应为 GB/T 2260 六位行政区划代码，如 370302'],
  [/^must be the SHA-256 of .*$/, '应为已上传文件的 SHA-256（64 位十六进制）'],
  [/^must be a signature.*$/, '应为签名：signature 附文件、code 附验证码，或 refused'],
  [
    /^must be a cylinder with its check.*$/,
    '应为气瓶及其检查结果：code、appearanceOk、leakFree（true 或 false）',
  ],
  [/^must be two signatures$/, '须有交接双方两个签名'],
  [/^must be a time from and to$/, '应为起止时间'],
  [/^must be at most (\d+) characters$/, '最多 $1 个字符'],
  [/^must be at least (\d+) characters$/, '至少 $1 个字符'],
  [/^must be at most (\S+)$/, '不得大于 $1'],
  [/^must be at least (\d+)$/, '不得小于 $1'],
  [/^must be at most (\d+) .*$/, '最多 $1 项'],
  [/^must be at least the leak test$/, '至少应包括检漏一项'],
  [/^must be at least (?:one|\d+).*$/, '至少一项'],
  [/^must name at most (\d+) .*$/, '最多 $1 项'],
  [/^must be 1 to (\d+) readings$/, '应为 1 至 $1 个读数'],
  [/^must be codes with commas between, at most (\d+)$/, '应为以逗号分隔的气瓶编号，最多 $1 个'],
  [
    /^must be the stamped number: at most (\d+) figures and letters$/,
    '应为钢印号码：最多 $1 个数字和字母',
  ],
  [/^the same stands in line (\d+) already$/, '与第 $1 行相同'],
  [/^(\S+) is no station of yours$/, '站点 $1 不在您的权限范围内'],
  [/^has (\d+) cells, the header (\d+)$/, '本行有 $1 格，表头有 $2 格'],
  [/^must be a list of 1 to (\d+) .*$/, '应为 1 至 $1 项的列表'],
  [/^must be a list.*$/, '应为列表'],
  [
    /^must be (\d+) to (\d+) of (.+), not starting with "-"$/,
    '应为 $1 至 $2 个字符，只能用 $3，且不以 "-" 开头',
  ],
  [/^must be (\d+) to (\d+) of (.+)$/, '应为 $1 至 $2 个字符：$3'],
  [/^must be (\d+) to (\d+) characters$/, '应为 $1 至 $2 个字符'],
  [/^must be an object$/, '应为对象'],
  [/^must be (\{[^}]*\})$/, '应为 $1'],
  [/^must be (\{[^}]*\}) with one of (.+)$/, '应为 $1，unit 为 $2 之一'],
  [/^must be (\{[^}]*\}); vehicle = a list of (.+)$/, '应为 $1，vehicle 为 $2 的列表'],
  [/^must be text$/, '应为文字'],
  [/^must be a number$/, '应为数字'],
  [/^must be a whole number$/, '应为整数'],
  [/^has unknown parts: (.+)$/, '含有不认识的部分：$1'],
  [/^fits none of the forms that it may have$/, '不符合任何一种允许的形式'],
  [/^has not the form that it should have$/, '格式不正确'],
]

/** Symbols stay as they are. */
const units: Readonly<Record<string, string>> = {
  fen: '分',
  people: '人',
  degrees: '度',
  minutes: '分钟',
  grams: '克',
  cylinders: '只',
  records: '条',
  points: '分',
  years: '年',
  'as a year': '年份',
  'working days': '工作日',
  'times a year': '次/年',
  thousandths: '千分之一',
  stays: '个停留',
  stars: '星',
  readings: '个读数',
  months: '个月',
  days: '天',
  kilograms: '千克',
  litres: '升',
}

/** Words that one or two fields alone use. */
const ownWords: Readonly<Record<string, string>> = {
  'must name the clause': '应写明条款',
  'must be a day, YYYY-MM-DD': '应为日期 YYYY-MM-DD',
  'must be a whole number, not negative': '应为不小于 0 的整数',
  'must be {"unit","urban","rural"}, each 1, 2, 3, 4, 6 or 12':
    '应为 {"unit","urban","rural"}，各为 1、2、3、4、6 或 12',
  'must be {"appliance","hose","regulator","alarm"} in months':
    '应为 {"appliance","hose","regulator","alarm"}，以月计',
  'must be rows of {"toG", "permille" or "fixedG"}': '应为若干行 {"toG", "permille" 或 "fixedG"}',
  'must be rows of {"quantity", "standard", "min" and/or "max"}':
    '应为若干行 {"quantity", "standard", "min" 或 "max"}',
  'must be {"cylinders","massG","cylindersPerDay"} for unit, gasStore, urban and rural':
    '应为 unit、gasStore、urban、rural 各一个 {"cylinders","massG","cylindersPerDay"}',
  'must not be later than validFrom: make it a version of its own':
    '不得晚于 validFrom：较晚的值应另立版本',
  'must be a value with its clause': '应为带条款的值',
  'must be an object by size': '应为“规格: 值”的对象',
  'is no size': '不是气瓶规格',
  'must be an object by code': '应为“代码: 条款”的对象',
  'is no code of a finding or refusal': '不是判定或拒绝的代码',
  'must be a citation': '应为条款引用',
  'is no value of a profile': '不是规则集的值',
  'must be lower-case letters, digits and dashes': '应由小写字母、数字和连字符组成',
  'must be a name in zh and in en': '应为中文 zh 和英文 en 名称',
  'must be a profile id or null': '应为规则集编号或 null',
  'must be the id of an enterprise': '应为企业编号',
  'must be a list of region codes, or their first digits': '应为行政区划代码或其前几位的列表',
  'must be a region prefix of 0 to 6 digits': '应为 0 至 6 位行政区划代码前缀',
  'must be up to 6 digits of GB/T 2260, as 3703; none = the whole country':
    '应为至多 6 位 GB/T 2260 行政区划代码前缀，如 3703；空 = 全国',
  'must be the first digits of a region code, or "" for everywhere':
    '应为行政区划代码的前几位，空文字 = 全国',
  'must be 2 to 6 digits of GB/T 2260': '应为 2 至 6 位 GB/T 2260 行政区划代码',
  'must be 2, 4 or 6 digits of GB/T 2260': '应为 2、4 或 6 位 GB/T 2260 行政区划代码',
  'must be an object of numbers by name': '应为“名称: 数”的对象',
  'must be an object of component names, each a share in per cent': '应为“组分名: 百分数”的对象',
  'must be an object of component names, each a number': '应为“组分名: 数”的对象',
  'must be an object of check items, each true or false': '应为“检查项目: true 或 false”的对象',
  'must be a step with its type': '应为带 type 的办理步骤',
  'must name an account or a job number': '应写明账号（userId）或工号（operator）',
  'must be each term once': '每个条款只列一次',
  'must name each item once': '每个项目只列一次',
  'must be left out: this is in every home': '此项每户都有，不得填写 absent',
  'must be a customer of kind resident or unit': '应为居民（resident）或单位（unit）用户',
  'must have a code, or a photo where the code cannot be read':
    '应填写 code；编号无法辨认时应附照片 photo',
  'must be points in halves, 0 to 100': '应为 0 至 100 分，以 0.5 分为一档',
  'must be an invoice number of 8 to 20 digits': '应为 8 至 20 位数字的发票号码',
  'must be a time of day, as 21:30': '应为一天中的时刻，如 21:30',
  'must be a time of day as 08:30': '应为一天中的时刻，如 08:30',
  'must be a mail address': '应为邮件地址',
  'must be a mail address, or null': '应为邮件地址或 null',
  'must be 64 hexadecimal digits': '应为 64 位十六进制数字',
  'must be the id of a rejected message': '应为死信的编号',
  'must be a location with lat and lon': '应为带 lat、lon 的位置',
  'must be a resolution: overlooked, moved, lost, taken-in, misread or noted':
    '应为处理方式之一：overlooked、moved、lost、taken-in、misread、noted',
  'must be a subject: enterprise, station, scale, cylinder, receipt or spot-check, with its id':
    '应为对象及其编号：enterprise、station、scale、cylinder、receipt 或 spot-check',
  'must be a sentence in zh and in en': '应为中文 zh 和英文 en 各一句',
  'must be a code in capitals, digits and "_"': '应为大写字母、数字和 "_" 组成的代码',
  'must be a number or a text': '应为数或文字',
  'must be a tag with scheme code, qr or epc': '应为标签，scheme 为 code、qr 或 epc',
  'must be the stamped number: at most 24 figures and letters':
    '应为钢印编号：最多 24 位数字和字母，可含 . / -',
  'cannot be read': '无法识别',
  'must not lie ahead': '晚于现在',
  'must be a day or a time that exists, as 2026-11-20 or 2026-11-20T08:15:30.250Z':
    '应为真实存在的日期或时间，如 2026-11-20 或 2026-11-20T08:15:30.250Z',
  'must be a time': '应为时间，如 2026-11-20 08:15:30',
  'lies before the ring': '早于振铃时间',
  'lies before it': '早于应答（或振铃）时间',
  'lies before the ticket was taken': '早于取号时间',
  'an answered call has its time, another has none': '已应答的来电须有应答时间，未应答的不得有',
  'must be person/人工, ivr/自动 or nobody/未接': '应为 person/人工、ivr/自动 或 nobody/未接',
}

/** What is wrong with a field, in Chinese; null = not known here. */
const knownZh = (message: string): string | null => {
  const own = ownWords[message]
  if (own !== undefined) return own
  const found = patterns.find(([pattern]) => pattern.test(message))
  if (found === undefined) return null
  const [pattern, zh] = found
  return message
    .replace(new RegExp(`^.*?${pattern.source}.*$`), zh)
    .replace(/（单位：(.+)）$/, (_all, unit: string) => `（单位：${units[unit] ?? unit}）`)
}

/** A row that an import refused, in Chinese. */
export const rowErrorZh = (code: string, message: string): string => {
  const title = Object.entries(problemWords).find(([known]) => known === code)?.[1][0]
  return knownZh(message) ?? title ?? message
}

/** A field's fault in Chinese; what has no translation is quoted. */
export const fieldZh = (message: string): string => knownZh(message) ?? `不符合要求：${message}`
