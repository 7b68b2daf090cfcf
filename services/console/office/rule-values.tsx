import { Table, type TableColumnsType, Tag } from 'antd'
import { shownDay, shownList, shownMass } from '#console/i18n/format.ts'
import { findingName, findingWords } from '#console/parts/finding-words.ts'
import { RowCards } from '#console/parts/row-cards.tsx'
import { useNarrow } from '#console/parts/use-narrow.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { ClauseRef } from '#console/parts/clause-ref.tsx'
import { ruleTexts } from './rule-texts.ts'

type Rule = {
  readonly value?: unknown
  readonly off?: boolean
  readonly clause: string
  readonly from: string
  readonly force: string
  readonly certainty: string
}

type Row = Rule & { readonly name: string; readonly key: string }

const TABLES = ['fill', 'residual', 'tare', 'duties'] as const

const isTable = (name: string): name is (typeof TABLES)[number] =>
  TABLES.some((table) => table === name)

const DAY = /^\d{4}-\d\d-\d\d$/
const MINUTE_MS = 60_000

type Say = ReturnType<typeof ruleTexts.useTexts>

const named = (key: string, say: Say): string => (ruleTexts.has(key) ? say(key) : key)

/** A value in words: masses in kilograms, terms with their unit, tables by their names. */
const shown = (
  value: unknown,
  key: string,
  say: Say,
  yesNo: (value: boolean) => string,
): string => {
  if (typeof value === 'boolean') return yesNo(value)
  if (typeof value === 'number') {
    if (key.endsWith('G') || key === 'residual') return shownMass(value)
    return key.endsWith('Ms') ? say('minutes', { n: value / MINUTE_MS }) : String(value)
  }
  if (typeof value === 'string') {
    if (DAY.test(value)) return shownDay(value)
    return named(`=${value}`, say).replace(/^=/, '')
  }
  if (value === null || value === undefined) return '–'
  if (Array.isArray(value)) return shownList(value.map((part) => shown(part, key, say, yesNo)))
  const fields = value as Readonly<Record<string, unknown>>
  if ('count' in fields && 'unit' in fields) {
    return `${String(fields['count'])} ${shown(fields['unit'], 'unit', say, yesNo)}`
  }
  return Object.entries(fields)
    .filter(([, part]) => part !== null)
    .map(([name, part]) => `${named(name, say)} ${shown(part, name, say, yesNo)}`)
    .join(' · ')
}

const useRows = (values: Readonly<Record<string, unknown>>): readonly Row[] => {
  const say = ruleTexts.useTexts()
  const finding = findingWords.useTexts()
  return Object.entries(values).flatMap(([key, value]) => {
    if (!isTable(key)) return [{ ...(value as Rule), name: named(key, say), key }]
    return Object.entries(value as Readonly<Record<string, Rule>>).map(([of, rule]) => ({
      ...rule,
      key,
      // The duty of a finding is the finding itself: what it is called, and its clause.
      name: key === 'duties' ? findingName(of, finding) : `${say(key)} ${of}`,
      value: rule.value,
    }))
  })
}

const colours = {
  mandatory: 'error',
  recommended: 'processing',
  draft: 'default',
  unconfirmed: 'warning',
} as const

const isForce = (force: string): force is keyof typeof colours => Object.hasOwn(colours, force)

/** 条款与数值: each value with its clause, since when it holds, its force, and where we have it from. */
export const RuleValues = ({ values }: { readonly values: Readonly<Record<string, unknown>> }) => {
  const say = ruleTexts.useTexts()
  const common = shellTexts.useTexts()
  const narrow = useNarrow()
  const rows = useRows(values)
  const yesNo = (value: boolean): string => common(value ? 'yes' : 'no')
  const columns: TableColumnsType<Row> = [
    { title: say('rule'), dataIndex: 'name', width: 200 },
    {
      title: say('value'),
      key: 'value',
      render: (_, { key: rule, value, off }) => {
        if (off === true) return say('off')
        return value === undefined ? say('asTold') : shown(value, rule, say, yesNo)
      },
    },
    {
      title: common('clause'),
      dataIndex: 'clause',
      width: 270,
      render: (id: string) => <ClauseRef id={id} />,
    },
    { title: say('since'), dataIndex: 'from', width: 110, render: shownDay },
    {
      title: common('force'),
      dataIndex: 'force',
      width: 100,
      render: (force: string) =>
        isForce(force) && <Tag color={colours[force]}>{common(`force.${force}`)}</Tag>,
    },
    {
      title: say('certainty'),
      dataIndex: 'certainty',
      width: 120,
      render: (certainty: string) => named(`certainty.${certainty}`, say),
    },
  ]
  const key = ({ name, clause }: Row): string => `${name} ${clause}`
  if (narrow) {
    return (
      <RowCards rows={rows} columns={columns} rowKey={key} loading={false} empty={say('none')} />
    )
  }
  return (
    <Table<Row>
      size="small"
      pagination={false}
      scroll={{ x: 860 }}
      columns={columns}
      dataSource={[...rows]}
      rowKey={key}
      locale={{ emptyText: say('none') }}
    />
  )
}
