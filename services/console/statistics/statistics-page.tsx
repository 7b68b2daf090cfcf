import { DownloadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Card, Empty, Segmented } from 'antd'
import { useState } from 'react'
import { shownDay, shownShare } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { PeriodBar } from '#console/kpi/period-bar.tsx'
import { useAsked } from '#console/kpi/use-asked.ts'
import { download, get, query } from '#console/net/call.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { NameSelect } from '#console/parts/name-select.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { useEnterprise } from '#console/parts/use-enterprise.tsx'
import { PartFigure } from './part-figure.tsx'
import { type Breakdown, breakdowns, type Return, shownUnit, shownValue } from './statistics.ts'
import styles from './statistics-page.module.css'
import { statisticsTexts } from './texts.ts'

const DAY_MS = 86_400_000

/** The API leaves its last day out, a reader means it. */
const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)

const Totals = ({ found }: { readonly found: Return }) => {
  const say = statisticsTexts.useTexts()
  const language = useLanguage()
  return (
    <Card size="small" title={say('totals')}>
      <dl className={styles['totals']}>
        {found.totals.map(({ name, words, value, unit }) => (
          <div key={name}>
            <dt>{words[language]}</dt>
            <dd>
              <strong className="numbers">{shownValue(value)}</strong> {shownUnit(unit, language)}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

const Parts = ({
  found,
  by,
  onBy,
}: {
  readonly found: Return
  readonly by: Breakdown
  readonly onBy: (by: Breakdown) => void
}) => {
  const say = statisticsTexts.useTexts()
  const language = useLanguage()
  const [chosen, setChosen] = useState<string>()
  const named = new Map(found.parts.map(({ name, words }) => [name, words[language]]))
  const [first] = named.keys()
  const figure = chosen !== undefined && named.has(chosen) ? chosen : first
  const title =
    figure === undefined
      ? say('parts')
      : say('partsOf', { figure: named.get(figure) ?? figure, by: say(`by.${by}`) })
  return (
    <Card size="small" title={title}>
      <div className={`${styles['bar']} no-print`}>
        <div className={styles['scroll']}>
          <Segmented<Breakdown>
            aria-label={say('by')}
            value={by}
            onChange={onBy}
            options={breakdowns.map((value) => ({ value, label: say(`by.${value}`) }))}
          />
        </div>
        {named.size > 1 && (
          <NameSelect
            label={say('figure')}
            allowClear={false}
            value={figure}
            onChange={setChosen}
            options={[...named].map(([value, label]) => ({ value, label }))}
          />
        )}
      </div>
      {figure === undefined ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noParts')} />
      ) : (
        <PartFigure parts={found.parts.filter(({ name }) => name === figure)} by={by} />
      )}
    </Card>
  )
}

const Shares = ({ found }: { readonly found: Return }) => {
  const say = statisticsTexts.useTexts()
  const language = useLanguage()
  return (
    <Card size="small" title={say('shares')}>
      {found.shares.length === 0 ? (
        <p className={styles['quiet']}>{say('noShares')}</p>
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{say('figure')}</th>
              <th scope="col">{say('good')}</th>
              <th scope="col">{say('all')}</th>
              <th scope="col">{say('share')}</th>
            </tr>
          </thead>
          <tbody>
            {found.shares.map(({ name, words, good, all }) => (
              <tr key={name}>
                <th scope="row">{words[language]}</th>
                <td>{shownValue(good)}</td>
                <td>{shownValue(all)}</td>
                <td>{all === 0 ? '–' : shownShare(good / all)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}

const CsvButton = ({ path }: { readonly path: string }) => {
  const say = statisticsTexts.useTexts()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    await download(`/v1/statistics-returns.csv${path}`, 'statistics.csv').catch(setError)
    setBusy(false)
  }
  return (
    <>
      <Button icon={<DownloadOutlined />} loading={busy} onClick={() => void save()}>
        {say('csv')}
      </Button>
      <ProblemAlert error={error} />
    </>
  )
}

/** 统计报表: what the registers hold of a company and a period, in parts, as a table, a drawing and a file. */
const StatisticsPage = () => {
  const say = statisticsTexts.useTexts()
  const [asked, ask] = useAsked('year')
  const { id: enterpriseId, picker } = useEnterprise()
  const [by, setBy] = useState<Breakdown>('month')
  const path = query({ enterpriseId, from: asked.from, to: dayAfter(asked.to), by })
  const found = useQuery({
    enabled: enterpriseId !== undefined,
    queryKey: ['statistics', path],
    queryFn: ({ signal }) => get<Return>(`/v1/statistics-returns${path}`, signal),
    placeholderData: keepPreviousData,
  })
  const shown = { from: shownDay(asked.from), to: shownDay(asked.to) }
  return (
    <>
      <PageHead
        title={say('statistics')}
        hint={
          found.data === undefined
            ? say('chooseEnterprise')
            : say('statisticsHint', { name: found.data.enterpriseName, ...shown })
        }
      >
        {picker}
        {enterpriseId !== undefined && <CsvButton path={path} />}
      </PageHead>
      <PeriodBar asked={asked} onAsk={ask} ofOne={false} />
      {enterpriseId === undefined ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('chooseHint')} />
      ) : (
        <Loaded query={found}>
          {(result) => (
            <div className={styles['parts']}>
              <Totals found={result} />
              <Parts found={result} by={by} onBy={setBy} />
              <Shares found={result} />
            </div>
          )}
        </Loaded>
      )}
    </>
  )
}

export default StatisticsPage
