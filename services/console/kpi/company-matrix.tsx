import { Link } from '@tanstack/react-router'
import { useLanguage } from '#console/i18n/texts.ts'
import styles from './companies-page.module.css'
import { type Kpis, shownFigure, shownTarget, standingOf } from './figure.ts'
import { kpiTexts } from './texts.ts'
import type { Asked } from './use-asked.ts'

/** All figures by company. The name of the figure stays in sight while one scrolls sideways. */
export const CompanyMatrix = ({
  data,
  asked,
  nameOf,
}: {
  readonly data: Kpis
  readonly asked: Asked
  readonly nameOf: (id: string) => string
}) => {
  const say = kpiTexts.useTexts()
  const language = useLanguage()
  const ids = (data.items[0]?.enterprises ?? []).map(({ enterpriseId }) => enterpriseId)
  return (
    <div className={styles['scroll']} tabIndex={0} role="group" aria-label={say('matrix')}>
      <table className={styles['matrix']}>
        <thead>
          <tr>
            <th scope="col">{say('choose')}</th>
            {ids.map((id) => (
              <th key={id} scope="col">
                {nameOf(id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.items.map((kpi) => (
            <tr key={kpi.id}>
              <th scope="row">
                {kpi.name[language]}
                {kpi.target !== null && (
                  <small>{say('target', { target: shownTarget(kpi.target, kpi.unit, say) })}</small>
                )}
              </th>
              {ids.map((id) => {
                const own = kpi.enterprises?.find(({ enterpriseId }) => enterpriseId === id)
                if (own === undefined || own.value === null) {
                  return (
                    <td key={id} className={styles['none']}>
                      {say('noValue')}
                    </td>
                  )
                }
                const standing = standingOf(own)
                return (
                  <td key={id} className={styles[standing]}>
                    <Link to={`/office/kpis/${kpi.id}`} search={{ ...asked, enterprise: id }}>
                      {shownFigure(own.value, kpi.unit, say)}
                    </Link>
                    {own.met !== null && <small>{say(standing)}</small>}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
