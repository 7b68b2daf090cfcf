import { Link, useParams } from '@tanstack/react-router'
import { Card, Result, Tag, type TableColumnsType } from 'antd'
import { shownInstant, shownList, shownNumber } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { Facts } from '#console/parts/facts.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { ClauseRefs } from '#console/parts/clause-ref.tsx'
import { useProfileName } from '#console/parts/use-profile-name.ts'
import { EnterpriseFigures } from './enterprise-figures.tsx'
import type { Kpi } from './figure.ts'
import styles from './kpi.module.css'
import { FigureLines } from './kpi-card.tsx'
import { PeriodBar } from './period-bar.tsx'
import { type KpiRecord, RecordAbout } from './record-about.tsx'
import { shownPeriod } from './shown-period.ts'
import { kpiTexts } from './texts.ts'
import { Trend } from './trend.tsx'
import { type Asked, useAsked } from './use-asked.ts'
import { useKpis } from './use-kpis.ts'

const MINUTE_S = 60

/** Whose cases stand behind a figure, by its name. */
const caseArea = (id: string): string | null => {
  if (id === 'emergency-arrival') return 'incidents'
  if (/^(repair|alteration|install|on-site)/.test(id)) return 'repairs'
  return /^(complaint|message|letter|first-asked|forwarded)/.test(id) ? 'complaints' : null
}

const Records = ({ kpi, asked }: { readonly kpi: Kpi; readonly asked: Asked }) => {
  const say = kpiTexts.useTexts()
  const names = useNames()
  const columns: TableColumnsType<KpiRecord> = [
    { title: say('at'), dataIndex: 'at', width: 160, render: shownInstant },
    {
      title: say('result'),
      key: 'result',
      width: 170,
      render: (_, { inNumerator, retest, seconds }) => (
        <>
          {seconds === null ? (
            <Tag color={inNumerator ? 'success' : 'error'}>
              {say(inNumerator ? 'counted' : 'notCounted')}
            </Tag>
          ) : (
            say('minutes', { n: shownNumber(seconds / MINUTE_S, 1) })
          )}
          {retest && <Tag>{say('isRetest')}</Tag>}
        </>
      ),
    },
    {
      title: say('about'),
      key: 'about',
      width: 300,
      render: (_, record) => <RecordAbout record={record} area={caseArea(kpi.id)} />,
    },
    { title: say('enterprise'), dataIndex: 'enterpriseId', width: 220, render: names.enterprise },
  ]
  return (
    <Card size="small" title={say('records')}>
      <p className={styles['hint']}>{say('recordsHint')}</p>
      <PageTable<KpiRecord>
        path={`/v1/kpis/${kpi.id}/records`}
        filter={asked}
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={850}
        empty={say('noRecords')}
      />
    </Card>
  )
}

const Definition = ({
  kpi,
  profiles,
}: {
  readonly kpi: Kpi
  readonly profiles: readonly string[]
}) => {
  const say = kpiTexts.useTexts()
  const language = useLanguage()
  const profileName = useProfileName()
  const clauses = [...(kpi.target === null ? [] : [kpi.target.clause]), ...kpi.clauses]
  return (
    <Card size="small">
      <div className={styles['parts']}>
        <div>
          <FigureLines kpi={kpi} />
        </div>
        <Facts
          rows={[
            [say('numerator'), kpi.numeratorIs[language]],
            [say('denominator'), kpi.denominatorIs[language]],
            [say('basis'), <ClauseRefs key="basis" ids={[...new Set(clauses)]} />, 'wide'],
            [say('profile'), shownList(profiles.map(profileName))],
          ]}
        />
        {kpi.refreshedAt !== null && (
          <span className={styles['quiet']}>
            {say('refreshed', { at: shownInstant(kpi.refreshedAt) })}
          </span>
        )}
      </div>
    </Card>
  )
}

/** One figure: what it means, month by month, company by company, and every record that it was counted from. */
const FigurePage = () => {
  const say = kpiTexts.useTexts()
  const language = useLanguage()
  const { kpi: id = '' }: { readonly kpi?: string } = useParams({ strict: false })
  const [asked, ask] = useAsked()
  const query = useKpis(asked, 'enterprise')
  return (
    <Loaded query={query}>
      {({ items, profiles, until }) => {
        const kpi = items.find((one) => one.id === id)
        if (kpi === undefined) return <Result status="404" title={say('none')} />
        return (
          <>
            <Link to="/office/kpis" search={asked} className={`${styles['back']} no-print`}>
              {say('backToBoard')}
            </Link>
            <PageHead title={kpi.name[language]} hint={say('until', shownPeriod(asked, until))} />
            <PeriodBar asked={asked} onAsk={ask} />
            <div className={styles['parts']}>
              <Definition kpi={kpi} profiles={profiles} />
              <Trend kpi={kpi} enterprise={asked.enterprise} />
              {(kpi.enterprises?.length ?? 0) > 1 && (
                <EnterpriseFigures
                  kpi={kpi}
                  onPick={(enterprise) => ask({ ...asked, enterprise })}
                />
              )}
              <Records kpi={kpi} asked={asked} />
            </div>
          </>
        )
      }}
    </Loaded>
  )
}

export default FigurePage
