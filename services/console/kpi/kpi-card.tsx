import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import { Fragment } from 'react'
import { shownCount } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { type Kpi, shownFigure, shownTarget, standingOf, tagColours } from './figure.ts'
import styles from './kpi.module.css'
import { kpiTexts } from './texts.ts'
import type { Asked } from './use-asked.ts'

/** Figure, target, and what it was counted from; where there is none, why not. */
export const FigureLines = ({ kpi }: { readonly kpi: Kpi }) => {
  const say = kpiTexts.useTexts()
  const language = useLanguage()
  const { value, numerator, denominator, unit, target, retest } = kpi
  const standing = standingOf(kpi)
  return (
    <>
      <span className={styles['line']}>
        {value === null ? (
          <span className={styles['reason']}>{kpi.reason?.[language] ?? say('noValue')}</span>
        ) : (
          <span className={`${styles['value']} numbers`}>{shownFigure(value, unit, say)}</span>
        )}
        {value !== null && <Tag color={tagColours[standing]}>{say(standing)}</Tag>}
      </span>
      <span className={`${styles['quiet']} numbers`}>
        {[
          unit === 'share' && denominator !== null && denominator > 0
            ? say('ofAll', { good: shownCount(numerator ?? 0), all: shownCount(denominator) })
            : '',
          retest?.denominator
            ? say('retest', {
                good: shownCount(retest.numerator ?? 0),
                all: shownCount(retest.denominator),
              })
            : '',
          target === null
            ? say(kpi.targetsDiffer ? 'targetsDiffer' : 'noTarget')
            : say('target', { target: shownTarget(target, unit, say) }),
        ]
          .filter((part) => part !== '')
          .map((part, n) => (
            <Fragment key={part}>
              {n > 0 && ' · '}
              <span className={styles['whole']}>{part}</span>
            </Fragment>
          ))}
      </span>
    </>
  )
}

/** One figure; it opens its records. */
export const KpiCard = ({ kpi, asked }: { readonly kpi: Kpi; readonly asked: Asked }) => {
  const language = useLanguage()
  return (
    <Link
      to={`/office/kpis/${kpi.id}`}
      search={asked}
      className={`${styles['card']} ${styles[standingOf(kpi)]}`}
    >
      <span className={styles['name']}>{kpi.name[language]}</span>
      <FigureLines kpi={kpi} />
    </Link>
  )
}
