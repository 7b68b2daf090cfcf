import { App, Card, Tag } from 'antd'
import { shownNumber } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import { textOf } from '#console/parts/form-values.ts'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import { anomalyTexts } from './texts.ts'
import {
  namedScope,
  shownThreshold,
  type Threshold,
  type ThresholdKind,
  type Thresholds,
  useWhere,
} from './threshold.ts'
import styles from './thresholds-page.module.css'

const ThresholdRow = ({ row }: { readonly row: Threshold }) => {
  const say = anomalyTexts.useTexts()
  const language = useLanguage()
  const isDefault = row.value === row.default
  return (
    <li>
      <span>{row.words[language]}</span>
      <strong className="numbers">{shownThreshold(row.value, row, say)}</strong>
      <span>
        {isDefault ? (
          <Tag>{say('byDefault')}</Tag>
        ) : (
          <>
            <Tag color="processing">{say('changed')}</Tag>
            <span className={styles['quiet']}>
              {say('defaultIs', { value: shownThreshold(row.default, row, say) })}
            </span>
          </>
        )}
      </span>
      <span className={styles['quiet']}>{row.source[language]}</span>
    </li>
  )
}

/** The thresholds of one kind of lead, and changing them where that is the reader's to do. */
export const ThresholdCard = ({
  kind,
  scope,
  own,
  mayChange,
}: {
  readonly kind: ThresholdKind
  readonly scope: Thresholds
  readonly own: Readonly<Record<string, number>>
  readonly mayChange: boolean
}) => {
  const say = anomalyTexts.useTexts()
  const language = useLanguage()
  const send = useSend()
  const { message } = App.useApp()
  const where = useWhere([scope])(scope)
  const set = async (values: Readonly<Record<string, number>>, reason: string): Promise<void> => {
    const body = { ...namedScope(scope), values, reason }
    await send('PUT', `/v1/anomaly-thresholds/${kind.kind}`, body)
    void message.success(say('thresholdSaved'))
  }
  const fieldOf = (row: Threshold): FormField => ({
    name: row.name,
    label: row.words[language],
    kind: 'number',
    optional: true,
    ...(own[row.name] === undefined ? {} : { initial: own[row.name] as number }),
    hint: [
      say('inForce', { value: shownThreshold(row.value, row, say) }),
      say('defaultIs', { value: shownThreshold(row.default, row, say) }),
      say('rangeIs', {
        least: shownNumber(row.least, 3),
        most: shownThreshold(row.most, row, say),
      }),
    ].join(' · '),
  })
  return (
    <Card size="small" title={kind.name[language]}>
      <ul className={styles['list']}>
        {kind.thresholds.map((row) => (
          <ThresholdRow key={row.name} row={row} />
        ))}
      </ul>
      {mayChange && (
        <div className={`${styles['acts']} no-print`}>
          <FormButton
            label={say('change')}
            title={say('changeKind', { kind: kind.name[language] })}
            consequence={say('changeHint', { where })}
            fields={[
              ...kind.thresholds.map(fieldOf),
              { name: 'reason', label: say('changeReason'), kind: 'area', maxLength: 500 },
            ]}
            onSubmit={({ reason, ...values }) =>
              set(values as Readonly<Record<string, number>>, textOf(reason))
            }
          />
          {Object.keys(own).length > 0 && (
            <ReasonButton
              label={say('fallBack')}
              consequence={say('fallBackHint', { where })}
              reasonLabel={say('changeReason')}
              onConfirm={(reason) => set({}, reason)}
            />
          )}
        </div>
      )}
    </Card>
  )
}
