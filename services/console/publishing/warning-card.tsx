import { Tag } from 'antd'
import { shownCount, shownInstant } from '#console/i18n/format.ts'
import { useNames } from '#console/parts/use-names.ts'
import { useRegions } from '#console/parts/use-regions.ts'
import styles from './publishing.module.css'
import { type PublishingWord, publishingTexts } from './texts.ts'
import { WarningActions } from './warning-actions.tsx'
import type { Warning } from './warning.ts'

const LevelTag = ({ level }: { readonly level: string }) => {
  const say = publishingTexts.useTexts()
  return (
    <Tag>
      <span className={`${styles['dot']} ${styles[level] ?? ''}`} aria-hidden />
      {say(`level.${level}` as PublishingWord)}
    </Tag>
  )
}

const Reported = ({ warning }: { readonly warning: Warning }) => {
  const say = publishingTexts.useTexts()
  const { important, reportedAt, authority } = warning
  if (!important) return null
  if (reportedAt === null) return <Tag color="error">{say('unreported')}</Tag>
  const to = typeof authority === 'string' ? authority : ''
  return <Tag color="success">{say('reportedTo', { to, at: shownInstant(reportedAt) })}</Tag>
}

/** One warning: what it says, who was told, what became of it, and what can be done. */
export const WarningCard = ({
  warning,
  mayChange,
}: {
  readonly warning: Warning
  readonly mayChange: boolean
}) => {
  const say = publishingTexts.useTexts()
  const names = useNames()
  const region = useRegions([warning.area])
  const { level, kind, title, area, cause, advice, startsAt, endsAt, inForce, told } = warning
  const span = `${shownInstant(startsAt)} – ${endsAt === null ? say('untilLifted') : shownInstant(endsAt)}`
  const toldTo = { n: shownCount(told) }
  return (
    <li className={`${styles['card']} ${styles[inForce ? level : 'over'] ?? ''}`}>
      <div className={styles['line']}>
        <h2>{title}</h2>
        <LevelTag level={level} />
        <Tag>{say(`warning.${kind}` as PublishingWord)}</Tag>
        {!inForce && <Tag>{say('over')}</Tag>}
        <Reported warning={warning} />
      </div>
      <p>{cause}</p>
      <p>
        <strong>{say('advice')}</strong> {advice}
      </p>
      <p className={styles['quiet']}>
        {[names.enterprise(warning.enterpriseId), say('areaOf', { area: region(area) }), span].join(
          ' · ',
        )}
      </p>
      <p className={styles['quiet']}>
        {say(warning.toldAll ? 'toldAll' : 'toldSome', toldTo)}
        {' · '}
        {say('publishedAt', { at: shownInstant(warning.publishedAt) })}
      </p>
      {warning.changes.length > 0 && (
        <ul className={styles['changes']}>
          {warning.changes.map(({ at, level: next, reason }) => (
            <li key={at} className={styles['line']}>
              <span>{shownInstant(at)}</span>
              {next === null ? <Tag>{say('lifted')}</Tag> : <LevelTag level={next} />}
              <span>{reason}</span>
            </li>
          ))}
        </ul>
      )}
      {mayChange && <WarningActions warning={warning} />}
    </li>
  )
}
