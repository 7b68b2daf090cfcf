import { Card, Tag } from 'antd'
import type { ReactNode } from 'react'
import { shownDay, shownInstant } from '#console/i18n/format.ts'
import { type HomeArchive, worded } from './home-types.ts'
import styles from './homes.module.css'
import { homeTexts } from './texts.ts'

const Section = ({
  title,
  none,
  children,
}: {
  readonly title: string
  readonly none: string
  readonly children: readonly ReactNode[]
}) => (
  <Card size="small" title={title}>
    {children.length === 0 ? (
      <p className={styles['quiet']}>{none}</p>
    ) : (
      <ul className={styles['list']}>{children}</ul>
    )}
  </Card>
)

/** Closed doors, suspensions, and what stands in the home. */
export const ArchiveRest = ({ archive }: { readonly archive: HomeArchive }) => {
  const say = homeTexts.useTexts()
  return (
    <>
      <Section title={say('refusals')} none={say('noneRefusals')}>
        {archive.refusals.map(({ id, kind, happenedAt, linkage }) => (
          <li key={id}>
            <span className={styles['line']}>
              <strong className="numbers">{shownInstant(happenedAt)}</strong>
              <Tag color="warning">{worded('refusal', kind, say)}</Tag>
            </span>
            {linkage.map(({ toldAt, with: who, result }) => (
              <span key={`${toldAt} ${who}`} className={styles['quiet']}>
                {say('linkIs', {
                  at: shownInstant(toldAt),
                  who: worded('with', who, say),
                  result,
                })}
              </span>
            ))}
          </li>
        ))}
      </Section>
      <Section title={say('suspensions')} none={say('noneSuspensions')}>
        {archive.suspensions.map(({ id, no, reason, effectiveAt, liftedAt }) => (
          <li key={id}>
            <span className={styles['line']}>
              <strong>{no}</strong>
              <span>{worded('reason', reason, say)}</span>
              <Tag color={liftedAt === null ? 'error' : 'default'}>
                {say('sinceAt', { at: shownInstant(effectiveAt) })}
              </Tag>
              {liftedAt !== null && (
                <Tag color="success">{say('liftedAt', { at: shownInstant(liftedAt) })}</Tag>
              )}
            </span>
          </li>
        ))}
      </Section>
      <Section title={say('parts')} none={say('noneParts')}>
        {archive.parts.map(({ id, kind, brand, model, useUntil, expired, replacedAt }) => (
          <li key={id}>
            <span className={styles['line']}>
              <strong>{worded('part', kind, say)}</strong>
              <span>{[brand, model].filter((one) => one !== null).join(' ')}</span>
              <span className={expired ? styles['late'] : undefined}>
                {say('useUntil', { day: shownDay(useUntil) })}
              </span>
              {expired && <Tag color="error">{say('expired')}</Tag>}
              {replacedAt !== null && (
                <Tag>{say('replacedAt', { at: shownInstant(replacedAt) })}</Tag>
              )}
            </span>
          </li>
        ))}
      </Section>
    </>
  )
}
