import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Card, Empty, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { evaluation } from '#schemas/api/evaluation.ts'
import type { supervisionCase } from '#schemas/api/supervision-case.ts'
import { shownList, shownNumber } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { NameSelect } from '#console/parts/name-select.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { CompanyMatrix } from './company-matrix.tsx'
import { EnterpriseFigures } from './enterprise-figures.tsx'
import { type Kpis, standingOf } from './figure.ts'
import styles from './companies-page.module.css'
import shared from './kpi.module.css'
import { PeriodBar } from './period-bar.tsx'
import { shownPeriod } from './shown-period.ts'
import { kpiTexts } from './texts.ts'
import { type Asked, useAsked } from './use-asked.ts'
import { useKpis } from './use-kpis.ts'

type Evaluation = z.infer<typeof evaluation>
type Case = z.infer<typeof supervisionCase>

const MOST = 500

const useAll = <T,>(path: string) =>
  useQuery({
    queryKey: ['companies', path],
    queryFn: ({ signal }) => get<Page<T>>(`${path}limit=${MOST}`, signal),
  }).data?.items ?? []

/** One company: how many figures are met, the last evaluation, what supervision is open. */
const Company = ({
  id,
  data,
  asked,
  cases,
  evaluation: last,
}: {
  readonly id: string
  readonly data: Kpis
  readonly asked: Asked
  readonly cases: readonly Case[]
  readonly evaluation: Evaluation | undefined
}) => {
  const say = kpiTexts.useTexts()
  const language = useLanguage()
  const names = useNames()
  const figures = data.items.flatMap((kpi) => {
    const own = kpi.enterprises?.find(({ enterpriseId }) => enterpriseId === id)
    return own === undefined ? [] : [{ kpi, standing: standingOf(own) }]
  })
  const count = (standing: string): number =>
    figures.filter((one) => one.standing === standing).length
  const missed = figures.filter(({ standing }) => standing === 'missed')
  const overdue = cases.filter((one) => one.overdue).length
  return (
    <li className={styles['company']}>
      <Link
        to="/office/kpis"
        search={{ ...asked, enterprise: id }}
        className={styles['name'] ?? ''}
      >
        {names.enterprise(id)}
      </Link>
      <span className={styles['counts']}>
        <Tag color="success">{`${say('met')} ${count('met')}`}</Tag>
        <Tag
          color={missed.length > 0 ? 'error' : 'default'}
        >{`${say('missed')} ${missed.length}`}</Tag>
        <Tag>{`${say('noValue')} ${count('noValue')}`}</Tag>
      </span>
      <dl className={styles['facts']}>
        <div>
          <dt>{say('evaluation')}</dt>
          <dd>
            {last === undefined ? (
              say('noEvaluation')
            ) : (
              <Link to={`/office/evaluations/${last.id}`}>
                {[
                  last.total === null ? '' : shownNumber(last.total, 1),
                  last.band?.words[language] ?? say('evaluationNo', { no: last.no }),
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </Link>
            )}
          </dd>
        </div>
        <div>
          <dt>{say('cases')}</dt>
          <dd>
            <Link to="/office/supervision" search={{ enterprise: id }}>
              {say('casesOpen', { n: cases.length })}
            </Link>
            {overdue > 0 && <Tag color="error">{say('casesOverdue', { n: overdue })}</Tag>}
          </dd>
        </div>
        <div>
          <dt>{say('missedNames')}</dt>
          <dd>
            {missed.length === 0
              ? say('nothingMissed')
              : shownList(missed.map(({ kpi }) => kpi.name[language]))}
          </dd>
        </div>
      </dl>
    </li>
  )
}

const Compared = ({ data, asked }: { readonly data: Kpis; readonly asked: Asked }) => {
  const say = kpiTexts.useTexts()
  const language = useLanguage()
  const names = useNames()
  const evaluations = useAll<Evaluation>('/v1/evaluations?')
  const open = useAll<Case>('/v1/supervision-cases?')
  const [chosen, setChosen] = useState<string>()
  const kpi =
    data.items.find(({ id }) => id === chosen) ??
    data.items.find(({ value }) => value !== null) ??
    data.items[0]
  const ids = (data.items[0]?.enterprises ?? []).map(({ enterpriseId }) => enterpriseId)
  if (ids.length === 0) return <Empty description={say('noCompany')} />
  return (
    <div className={shared['parts']}>
      <ul className={styles['companies']}>
        {ids.map((id) => (
          <Company
            key={id}
            id={id}
            data={data}
            asked={asked}
            cases={open.filter((one) => one.enterpriseId === id && one.status !== 'closed')}
            evaluation={evaluations.find((one) => one.enterpriseId === id)}
          />
        ))}
      </ul>
      {kpi !== undefined && (
        <div>
          <div className={`${shared['bar']} no-print`}>
            <NameSelect
              label={say('choose')}
              allowClear={false}
              value={kpi.id}
              onChange={setChosen}
              options={data.items.map(({ id, name }) => ({ value: id, label: name[language] }))}
            />
          </div>
          <EnterpriseFigures kpi={kpi} title={kpi.name[language]} onPick={() => undefined} />
        </div>
      )}
      <Card size="small" title={say('matrix')}>
        <CompanyMatrix data={data} asked={asked} nameOf={names.enterprise} />
      </Card>
    </div>
  )
}

/** 企业对比: companies in the regulator's reach side by side. */
const CompaniesPage = () => {
  const say = kpiTexts.useTexts()
  const [{ enterprise: _, ...asked }, ask] = useAsked()
  const query = useKpis(asked, 'enterprise')
  return (
    <>
      <PageHead
        title={say('companies')}
        hint={
          query.data === undefined
            ? say('companiesHint')
            : say('until', shownPeriod(asked, query.data.until))
        }
      />
      <PeriodBar asked={asked} onAsk={ask} ofOne={false} />
      <Loaded query={query}>{(data) => <Compared data={data} asked={asked} />}</Loaded>
    </>
  )
}

export default CompaniesPage
