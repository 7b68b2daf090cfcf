import { Space, Tag } from 'antd'
import { shownInstant } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { DueTag } from '#console/parts/due-tag.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { useNames } from '#console/parts/use-names.ts'
import styles from './oversight.module.css'
import type { Measure, SupervisionCase } from './supervision-types.ts'
import { oversightTexts, type OversightSay, type OversightWord } from './texts.ts'

type StepType = 'answer' | 'accept' | 'reject' | 'extend' | 'release'

/** What may be done with an order, and by whom. */
const possible = (measure: Measure, role: string | undefined): readonly StepType[] => {
  if (measure.settledAt !== null) return []
  if (role === 'office' || role === 'station') return ['answer']
  if (role !== 'regulator') return []
  if (measure.kind !== 'rectify') return ['release']
  return measure.answeredAt === null ? ['extend'] : ['accept', 'reject', 'extend']
}

const fieldsOf = (
  type: StepType,
  say: OversightSay,
  upload: (picture: Blob) => Promise<string>,
): readonly FormField[] => [
  ...(type === 'extend'
    ? [{ name: 'workingDays', label: say('workingDays'), kind: 'whole' } as const]
    : []),
  {
    name: 'note',
    label: say('note'),
    kind: 'area',
    maxLength: 2000,
    optional: type === 'accept',
  },
  ...(type === 'extend'
    ? []
    : [
        {
          name: 'object',
          label: say('picture'),
          kind: 'picture',
          optional: true,
          upload,
        } as const,
      ]),
]

/** Pictures travel as a list. */
export const withObjects = ({ object, ...values }: FormValues): object =>
  object === undefined ? values : { ...values, objects: [object] }

const Standing = ({ measure }: { readonly measure: Measure }) => {
  const say = oversightTexts.useTexts()
  const { settledAt, answeredAt, dueAt, provisional, kind } = measure
  if (settledAt !== null) {
    const word = kind === 'rectify' ? 'accepted' : 'releasedAt'
    return <Tag color="success">{say(word, { at: shownInstant(settledAt) })}</Tag>
  }
  return (
    <>
      {dueAt === null ? (
        <Tag color="error">{say('stands')}</Tag>
      ) : (
        <DueTag dueAt={dueAt} provisional={provisional} />
      )}
      {answeredAt !== null && (
        <Tag color="processing">{say('answeredAt', { at: shownInstant(answeredAt) })}</Tag>
      )}
    </>
  )
}

/** 监管措施: what was ordered, how it stands, and what comes next. */
export const MeasureList = ({ found }: { readonly found: SupervisionCase }) => {
  const say = oversightTexts.useTexts()
  const send = useSend()
  const names = useNames()
  const role = useSession()?.role
  const upload = uploadPicture({ kind: 'photo', enterpriseId: found.enterpriseId })
  if (found.measures.length === 0) return <p className={styles['quiet']}>{say('noMeasure')}</p>
  return (
    <ul className={styles['list']}>
      {found.measures.map((measure) => (
        <li key={measure.id}>
          <span className={styles['line']}>
            <strong>{say(`measure.${measure.kind}` as OversightWord)}</strong>
            <Standing measure={measure} />
          </span>
          {measure.targets.length > 0 && (
            <span>
              {measure.targets
                .map((id) => (measure.kind === 'lock-station' ? names.site(id) : id))
                .join(', ')}
            </span>
          )}
          <p className={styles['text']}>{measure.what}</p>
          <Space wrap className="no-print">
            {possible(measure, role).map((type, n) => (
              <FormButton
                key={type}
                size="small"
                type={n === 0 ? 'primary' : 'default'}
                danger={type === 'reject'}
                label={say(`step.${type}`)}
                consequence={say(`${type}Hint`)}
                fields={fieldsOf(type, say, upload)}
                onSubmit={(values) =>
                  send('POST', `/v1/supervision-cases/${found.id}/steps`, {
                    type,
                    measureId: measure.id,
                    ...withObjects(values),
                  })
                }
              />
            ))}
          </Space>
        </li>
      ))}
    </ul>
  )
}
