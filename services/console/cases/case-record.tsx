import { Timeline } from 'antd'
import { shownDay, shownInstant, shownList, shownMoney } from '#console/i18n/format.ts'
import styles from './case.module.css'
import type { CaseDetail } from './case-types.ts'
import type { CaseSay, CaseWord } from './step.ts'
import { caseTexts } from './texts.ts'

type Entry = CaseDetail['entries'][number]
type Body = Readonly<Record<string, unknown>>

const worded = (prefix: string, value: unknown, say: CaseSay): string => {
  const key = `${prefix}.${String(value)}`
  return caseTexts.has(key) ? say(key) : String(value)
}

const spoken = ['method', 'result', 'satisfaction', 'wish', 'language'] as const
const counted = ['totalFen', 'chargedFen'] as const
const flags = [
  'accepted',
  'agreed',
  'userAbsent',
  'publicDanger',
  'planChanged',
  'inWriting',
] as const

const isText = (value: unknown): value is string => typeof value === 'string'
const field = (name: string): CaseWord => `field.${name}` as CaseWord

/** What an entry says beside its note, in words. */
const factsOf = (type: string, body: Body, nameOf: (id: string) => string, say: CaseSay) => [
  ...spoken.flatMap((name) => (isText(body[name]) ? [worded(name, body[name], say)] : [])),
  ...counted.flatMap((name) => {
    const fen = body[name]
    return typeof fen === 'number' ? [`${say(field(name))} ${shownMoney(fen)}`] : []
  }),
  ...flags.flatMap((name) => (body[name] === true ? [say(field(name))] : [])),
  ...(['until', 'pickUpOn'] as const).flatMap((name) => {
    const day = body[name]
    return isText(day) ? [`${say(field(name))} ${shownDay(day)}`] : []
  }),
  ...(isText(body['to'])
    ? [type === 'escalate' ? worded('escalateTo', body['to'], say) : nameOf(body['to'])]
    : []),
  ...(Array.isArray(body['crew']) ? [shownList(body['crew'].map((id) => nameOf(String(id))))] : []),
  ...(Array.isArray(body['taken'])
    ? [shownList(body['taken'].map((one) => worded('taken', one, say)))]
    : []),
  ...(typeof body['from'] === 'number' && typeof body['to'] === 'number'
    ? [[body['from'], body['to']].map((at) => shownInstant(new Date(at).toISOString())).join(' – ')]
    : []),
  ...(typeof body['lelPercent'] === 'number'
    ? [`${say('field.lelPercent')} ${body['lelPercent']} %`]
    : []),
]

/** 办理记录: what was done, when, and what was told; the newest last, as in a file. */
export const CaseRecord = ({
  entries,
  nameOf,
}: {
  readonly entries: readonly Entry[]
  readonly nameOf: (userId: string) => string
}) => {
  const say = caseTexts.useTexts()
  return (
    <Timeline
      items={entries.map((entry) => {
        const body = (entry['body'] ?? {}) as Body
        const facts = factsOf(entry.type, body, nameOf, say)
        const by = isText(entry['recordedBy']) ? nameOf(entry['recordedBy']) : ''
        return {
          key: entry.seq,
          content: (
            <div className={styles['entry']}>
              <strong>{worded('step', entry.type, say)}</strong>
              <span className={`${styles['quiet']} numbers`}>
                {[shownInstant(entry.at), by].filter((part) => part !== '').join(' · ')}
              </span>
              {facts.length > 0 && <span>{facts.join(' · ')}</span>}
              {entry.note !== null && <p>{entry.note}</p>}
            </div>
          ),
        }
      })}
    />
  )
}
