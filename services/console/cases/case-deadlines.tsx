import { Tag, Tooltip } from 'antd'
import { shownInstant } from '#console/i18n/format.ts'
import { DueTag } from '#console/parts/due-tag.tsx'
import { workWords } from '#console/parts/work-words.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { ClauseRef } from '#console/parts/clause-ref.tsx'
import styles from './case.module.css'
import type { Deadline } from './case-types.ts'
import { caseTexts } from './texts.ts'

const FORCES = ['mandatory', 'recommended', 'draft', 'unconfirmed'] as const

const Standing = ({ deadline }: { readonly deadline: Deadline }) => {
  const say = caseTexts.useTexts()
  const { dueAt, metAt, provisional } = deadline
  if (metAt !== null) {
    return (
      <Tag color={deadline['late'] === true ? 'error' : 'success'}>
        {say(deadline['late'] === true ? 'metLate' : 'metInTime', { at: shownInstant(metAt) })}
      </Tag>
    )
  }
  if (typeof deadline['voidAt'] === 'string') return <Tag>{say('released')}</Tag>
  return <DueTag dueAt={dueAt} provisional={provisional} />
}

/** 期限: what is due when, by which clause; what is provisional until the calendar is published is marked so. */
export const CaseDeadlines = ({ deadlines }: { readonly deadlines: readonly Deadline[] }) => {
  const say = caseTexts.useTexts()
  const work = workWords.useTexts()
  const common = shellTexts.useTexts()
  if (deadlines.length === 0) return <p className={styles['quiet']}>{say('noDeadline')}</p>
  return (
    <ul className={styles['deadlines']}>
      {deadlines.map((deadline) => {
        const force = FORCES.find((one) => one === deadline.force)
        return (
          <li key={`${deadline.name} ${deadline.dueAt}`}>
            <strong>{workWords.has(deadline.name) ? work(deadline.name) : deadline.name}</strong>
            <Standing deadline={deadline} />
            <span className={styles['quiet']}>
              {[
                shownInstant(deadline.dueAt),
                deadline['agreed'] === true ? say('agreed') : '',
                force === undefined ? '' : common(`force.${force}`),
              ]
                .filter((part) => part !== '')
                .join(' · ')}{' '}
              <ClauseRef id={deadline.clause} />
            </span>
            {deadline['certainty'] === 'unconfirmed' && (
              <Tooltip title={say('unconfirmedHint')}>
                <Tag>{common('force.unconfirmed')}</Tag>
              </Tooltip>
            )}
          </li>
        )
      })}
    </ul>
  )
}
