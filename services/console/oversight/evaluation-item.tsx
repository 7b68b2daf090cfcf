import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import { shownCount, shownNumber, shownShare } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { ObjectButton } from '#console/parts/object-button.tsx'
import { ClauseRef } from '#console/parts/clause-ref.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import type { EvaluationDetail, Item, Value, Words } from './evaluation-types.ts'
import styles from './oversight.module.css'
import { oversightTexts, type OversightSay } from './texts.ts'

/** Lists of the API that have a page of ours. */
const pages: Readonly<Record<string, string>> = {
  '/v1/complaints': '/office/cases',
  '/v1/incidents': '/office/cases?area=incidents',
  '/v1/orders': '/office/orders',
  '/v1/staff': '/office/people',
  '/v1/supervision-cases': '/office/supervision',
  '/v1/cylinders': '/office/cylinders',
}

const pageOf = (link: string | null): string | null =>
  link === null ? null : (pages[link.split('?')[0] ?? ''] ?? null)

export const shownValue = (value: Value, say: OversightSay): string => {
  if ('points' in value) return say('points', { n: shownNumber(value.points, 1) })
  if ('met' in value) return say(value.met ? 'isMet' : 'isNotMet')
  const share = value.all === 0 ? '' : ` · ${shownShare(value.good / value.all)}`
  return `${shownCount(value.good)} / ${shownCount(value.all)}${share}`
}

/** What is asked depends on how the sheet counts; what was counted is proposed. */
const fieldsOf = ({ scoring, suggested, value }: Item, say: OversightSay): readonly FormField[] => {
  const before = value ?? suggested
  const reason: FormField = {
    name: 'reason',
    label: say('seen'),
    kind: 'area',
    optional: true,
    maxLength: 500,
    hint: say('seenHint'),
  }
  if (scoring.kind === 'points') {
    const options = Array.from({ length: scoring.max * 2 + 1 }, (_, n) => {
      const points = scoring.max - n / 2
      return { value: String(points), label: shownNumber(points, 1) }
    })
    const initial = before !== null && 'points' in before ? String(before.points) : undefined
    return [
      {
        name: 'points',
        label: say('pointsOf', { max: scoring.max }),
        kind: 'choice',
        options,
        ...(initial === undefined ? {} : { initial }),
      },
      reason,
    ]
  }
  if (scoring.kind === 'yes-no') {
    const initial = before !== null && 'met' in before && before.met
    return [{ name: 'met', label: say('isMet'), kind: 'flag', initial }, reason]
  }
  const counted = before !== null && 'all' in before ? before : null
  return [
    { name: 'good', label: say('good'), kind: 'whole', initial: counted?.good ?? 0 },
    { name: 'all', label: say('allOf'), kind: 'whole', initial: counted?.all ?? 0 },
    reason,
  ]
}

const scoreOf = ({ points, ...values }: FormValues): object =>
  points === undefined ? values : { ...values, points: Number(points) }

/** One row of the sheet: what it asks, what was counted, what was given, and the papers that belong to it. */
export const EvaluationItem = ({
  item,
  found,
  mayScore,
  mayAttach,
}: {
  readonly item: Item
  readonly found: EvaluationDetail
  readonly mayScore: boolean
  readonly mayAttach: boolean
}) => {
  const say = oversightTexts.useTexts()
  const language = useLanguage()
  const send = useSend()
  const { id, enterpriseId } = found
  const upload = uploadPicture({ kind: 'document', enterpriseId })
  return (
    <li>
      <span className={styles['no']}>{item.no}</span>
      <div>
        <p>{item.text[language]}</p>
        <p className={styles['quiet']}>
          <ClauseRef id={item.clause} />
        </p>
        {item.reading !== undefined && <p className={styles['quiet']}>{item.reading[language]}</p>}
        {item.reason !== null && <p>{item.reason}</p>}
      </div>
      <ul>
        {item.evidence.map((measure) => {
          const words = (measure['words'] as Words | undefined)?.[language] ?? measure.name
          const page = pageOf(measure.link)
          const text = `${words} ${shownCount(measure.good)}\u00a0/\u00a0${shownCount(measure.all)}`
          return <li key={measure.name}>{page === null ? text : <Link to={page}>{text}</Link>}</li>
        })}
        {item.evidence.length === 0 && <li className={styles['quiet']}>{say('notCounted')}</li>}
        {item.attachments.map(({ object, ...attachment }) => (
          <li key={object}>
            <ObjectButton
              object={object}
              enterpriseId={enterpriseId}
              label={typeof attachment['note'] === 'string' ? attachment['note'] : say('picture')}
            />
          </li>
        ))}
      </ul>
      <div className={styles['given']}>
        {item.value === null ? (
          <span className={styles['quiet']}>
            {item.suggested === null
              ? say('notScored')
              : say('suggested', { value: shownValue(item.suggested, say) })}
          </span>
        ) : (
          <strong>{shownValue(item.value, say)}</strong>
        )}
        {item.isMet !== null && (
          <Tag color={item.isMet ? 'success' : 'error'}>
            {say(item.isMet ? 'isMet' : 'isNotMet')}
          </Tag>
        )}
        <span className={`${styles['line']} no-print`}>
          {mayScore && (
            <FormButton
              size="small"
              label={say('score')}
              title={say('scoreItem', { no: item.no })}
              consequence={item.text[language]}
              fields={fieldsOf(item, say)}
              onSubmit={(values) =>
                send('POST', `/v1/evaluations/${id}/items`, {
                  items: [{ no: item.no, ...scoreOf(values) }],
                })
              }
            />
          )}
          {mayAttach && (
            <FormButton
              size="small"
              type="text"
              label={say('attach')}
              title={say('attachTo', { no: item.no })}
              fields={[
                { name: 'object', label: say('picture'), kind: 'picture', upload },
                { name: 'note', label: say('note'), kind: 'text', optional: true },
              ]}
              onSubmit={(values) =>
                send('POST', `/v1/evaluations/${id}/attachments`, { item: item.no, ...values })
              }
            />
          )}
        </span>
      </div>
    </li>
  )
}
