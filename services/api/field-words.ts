import { problemWords } from './problem-words.ts'

/** What the schemas say of a wrong field (`must(…)` in `schemas/`), in Chinese; `$1` as in a replacement. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/^is missing$/, '缺少此项'],
  [/^has bytes that cannot be read$/, '含有无法识别的字符，请另存为 UTF-8 或 GBK'],
  [/^must be (\w+) with at most three decimals$/, '应为最多三位小数的数（$1）'],
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
  [/^must be text of 1 to (\d+) characters$/, '应为 1 至 $1 个字符的文字，不得含空字符或残缺字符'],
  [/^must be whole grams from (\S+) to (\S+)$/, '应为 $1 至 $2 的整数克'],
  [/^must be a whole number from (\S+) to (\S+)\s*(.*)$/, '应为 $1 至 $2 的整数（$3）'],
  [/^must be a number from (\S+) to (\S+)\s*(.*)$/, '应为 $1 至 $2 的数（$3）'],
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
  [/^must be at least (?:one|\d+).*$/, '至少一项'],
  [/^must be a list of 1 to (\d+) .*$/, '应为 1 至 $1 项的列表'],
  [/^must be a list.*$/, '应为列表'],
  [/^must be (\d+) to (\d+) of (.+)$/, '应为 $1 至 $2 个字符：$3'],
  [/^must be (\d+) to (\d+) characters$/, '应为 $1 至 $2 个字符'],
  [/^must be an object$/, '应为对象'],
  [/^must be text$/, '应为文字'],
  [/^must be a number$/, '应为数字'],
  [/^must be a whole number$/, '应为整数'],
  [/^has unknown parts: (.+)$/, '含有不认识的部分：$1'],
  [/^fits none of the forms that it may have$/, '不符合任何一种允许的形式'],
  [/^has not the form that it should have$/, '格式不正确'],
]

/** What is wrong with a field, in Chinese; null = not known here. */
const knownZh = (message: string): string | null => {
  const found = patterns.find(([pattern]) => pattern.test(message))
  if (found === undefined) return null
  const [pattern, zh] = found
  return message.replace(new RegExp(`^.*?${pattern.source}.*$`), zh)
}

/** A row that an import refused, in Chinese. */
export const rowErrorZh = (code: string, message: string): string => {
  const title = Object.entries(problemWords).find(([known]) => known === code)?.[1][0]
  return knownZh(message) ?? title ?? message
}

/** A field's fault in Chinese; what has no translation is quoted. */
export const fieldZh = (message: string): string => knownZh(message) ?? `不符合要求：${message}`
