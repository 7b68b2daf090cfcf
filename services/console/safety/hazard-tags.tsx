import { Tag } from 'antd'
import { type Hazard, progressOf } from './hazard-types.ts'
import styles from './safety.module.css'
import { safetyTexts } from './texts.ts'

const colours = {
  'progress.open': 'warning',
  'progress.rectified': 'processing',
  'progress.closed': 'success',
} as const

/** How grave it is, and what it waits for. */
export const HazardTags = ({ row }: { readonly row: Hazard }) => {
  const say = safetyTexts.useTexts()
  const progress = progressOf(row)
  return (
    <span className={styles['tags']}>
      <Tag color={colours[progress]}>{say(progress)}</Tag>
      {row.major && <Tag color="error">{say('grade.major')}</Tag>}
      {row.major && row.reportedAt === null && row.closedAt === null && (
        <Tag color="error">{say('progress.unreported')}</Tag>
      )}
    </span>
  )
}
