import { Empty } from 'antd'
import { useState } from 'react'
import { shownCount } from '#console/i18n/format.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { AgainstTargets } from './against-targets.tsx'
import { type Kpi, type Standing, standingOf } from './figure.ts'
import styles from './kpi.module.css'
import { KpiCard } from './kpi-card.tsx'
import { PeriodBar } from './period-bar.tsx'
import { shownPeriod } from './shown-period.ts'
import { kpiTexts } from './texts.ts'
import { ToldDays } from './told-days.tsx'
import { useAsked } from './use-asked.ts'
import { useKpis } from './use-kpis.ts'

const STANDINGS = ['missed', 'met', 'noTarget', 'noValue'] as const

/** What is missed first; what has no data last. */
const sorted = (items: readonly Kpi[]): readonly Kpi[] =>
  STANDINGS.flatMap((standing) => items.filter((kpi) => standingOf(kpi) === standing))

const Tiles = ({
  items,
  chosen,
  onChoose,
}: {
  readonly items: readonly Kpi[]
  readonly chosen: Standing | null
  readonly onChoose: (standing: Standing | null) => void
}) => {
  const say = kpiTexts.useTexts()
  const rows = [null, ...STANDINGS].map((standing) => ({
    standing,
    count: items.filter((kpi) => standing === null || standingOf(kpi) === standing).length,
  }))
  return (
    <div className={styles['tiles']} role="group" aria-label={say('kpis')}>
      {rows.map(({ standing, count }) => (
        <button
          key={standing ?? ''}
          type="button"
          className={styles['tile']}
          aria-pressed={chosen === standing}
          onClick={() => onChoose(standing)}
        >
          <span className={styles['quiet']}>{say(standing ?? 'show.all')}</span>
          <strong className="numbers">{shownCount(count)}</strong>
        </button>
      ))}
    </div>
  )
}

/** 服务质量指标: every KPI of the standards with its target; each opens its records. */
const KpiPage = () => {
  const say = kpiTexts.useTexts()
  const [asked, ask] = useAsked()
  const [chosen, setChosen] = useState<Standing | null>(null)
  const query = useKpis(asked)
  return (
    <>
      <PageHead
        title={say('kpis')}
        hint={
          query.data === undefined
            ? say('kpisHint')
            : say('until', shownPeriod(asked, query.data.until))
        }
      />
      <PeriodBar asked={asked} onAsk={ask} />
      <Loaded query={query}>
        {({ items }) => {
          const shown = sorted(items).filter((kpi) => chosen === null || standingOf(kpi) === chosen)
          return (
            <>
              <Tiles items={items} chosen={chosen} onChoose={setChosen} />
              <div className={styles['parts']}>
                <AgainstTargets items={shown} asked={asked} />
                <ToldDays asked={asked} />
                {shown.length === 0 && <Empty description={say('none')} />}
                <ul className={styles['cards']}>
                  {shown.map((kpi) => (
                    <li key={kpi.id}>
                      <KpiCard kpi={kpi} asked={asked} />
                    </li>
                  ))}
                </ul>
              </div>
            </>
          )
        }}
      </Loaded>
    </>
  )
}

export default KpiPage
