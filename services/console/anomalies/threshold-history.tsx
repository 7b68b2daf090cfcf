import { Card, Timeline } from 'antd'
import { shownInstant } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { anomalyTexts } from './texts.ts'
import { shownThreshold, type ThresholdChange, type ThresholdKind, useWhere } from './threshold.ts'
import styles from './thresholds-page.module.css'

/** Who is watched may read what was changed, for whom, and why. */
export const ThresholdHistory = ({
  changes,
  kinds,
}: {
  readonly changes: readonly ThresholdChange[]
  readonly kinds: readonly ThresholdKind[]
}) => {
  const say = anomalyTexts.useTexts()
  const language = useLanguage()
  const where = useWhere(changes)
  const told = ({ kind, values }: ThresholdChange): string => {
    const rows = kinds.find((one) => one.kind === kind)?.thresholds ?? []
    const set = rows.flatMap((row) => {
      const value = values[row.name]
      return value === undefined
        ? []
        : [`${row.words[language]} ${shownThreshold(value, row, say)}`]
    })
    return set.length === 0 ? say('fellBack') : set.join(' · ')
  }
  return (
    <Card size="small" title={say('history')}>
      {changes.length === 0 ? (
        <p className={styles['quiet']}>{say('noHistory')}</p>
      ) : (
        <Timeline
          items={changes.map((change) => ({
            key: change.no,
            content: (
              <>
                <strong>{say(change.kind)}</strong> <span>{told(change)}</span>
                <div className={styles['quiet']}>
                  {shownInstant(change.setAt)} · {where(change)}
                </div>
                <div className={styles['quiet']}>{change.reason}</div>
              </>
            ),
          }))}
        />
      )}
    </Card>
  )
}
