import { Link, useNavigate } from '@tanstack/react-router'
import { Segmented, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useLanguage } from '#console/i18n/texts.ts'
import { NameSelect } from '#console/parts/name-select.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import {
  type Anomaly,
  AnomalySubject,
  AnomalyTag,
  namedSites,
  shownMeasure,
  shownSpan,
} from './anomaly.tsx'
import styles from './anomalies-page.module.css'
import { anomalyTexts } from './texts.ts'

const KINDS = [
  'TAG_IN_TWO_PLACES',
  'FILLS_WITHOUT_PERMIT',
  'PERMITS_WITHOUT_FILL',
  'NEVER_BELOW_TARGET',
  'GAS_LOST',
  'RESIDUAL_DRAINED',
  'RESIDUAL_JUST_LEGAL',
  'TARE_DRIFT',
  'SCALE_WANDERS',
  'CUSTODY_JUMPS',
  'CUSTODY_UNACCOUNTED',
  'REFILLED_ELSEWHERE',
  'TANK_UNBALANCED',
] as const satisfies readonly Anomaly['kind'][]

const STATES = ['open', 'explained', 'confirmed', 'withdrawn'] as const
type State = (typeof STATES)[number]

const useColumns = (): TableColumnsType<Anomaly> => {
  const say = anomalyTexts.useTexts()
  const language = useLanguage()
  const { site } = useNames()
  return [
    {
      title: say('kind'),
      key: 'kind',
      width: 140,
      render: (_, { id, name }) => <Link to={`/regulator/anomalies/${id}`}>{name[language]}</Link>,
    },
    {
      title: say('subject'),
      key: 'subject',
      width: 110,
      render: (_, found) => <AnomalySubject found={found} />,
    },
    {
      title: say('why'),
      key: 'why',
      width: 310,
      render: (_, found) => (
        <span className={styles['why']}>{namedSites(found.why[language], found, site)}</span>
      ),
    },
    {
      title: say('measuredAndLimit'),
      key: 'measured',
      width: 140,
      render: (_, { measured, limit, unit }) => (
        <span className="numbers">
          <strong>{shownMeasure(measured, unit, say)}</strong>
          <br />
          {shownMeasure(limit, unit, say)}
        </span>
      ),
    },
    { title: say('period'), key: 'period', width: 190, render: (_, found) => shownSpan(found) },
    { title: say('enterprise'), dataIndex: 'enterpriseName', width: 170, ellipsis: true },
    {
      title: say('status'),
      key: 'status',
      width: 100,
      render: (_, found) => <AnomalyTag found={found} />,
    },
  ]
}

/** 异常线索: what looks wrong over all records. */
const AnomaliesPage = () => {
  const say = anomalyTexts.useTexts()
  const navigate = useNavigate()
  const { enterprises } = useNames()
  const [status, setStatus] = useState<State>('open')
  const [kind, setKind] = useState<string>()
  const [enterpriseId, setEnterprise] = useState<string>()
  const columns = useColumns()
  return (
    <>
      <PageHead title={say('anomalies')} hint={say('anomaliesHint')} />
      <div className={styles['bar']}>
        <Segmented<State>
          className={styles['states'] ?? ''}
          aria-label={say('status')}
          value={status}
          onChange={setStatus}
          options={STATES.map((value) => ({ value, label: say(`status.${value}`) }))}
        />
        <NameSelect
          label={say('allKinds')}
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: say(value) }))}
        />
        {enterprises.length > 1 && (
          <NameSelect
            label={say('enterprise')}
            value={enterpriseId}
            onChange={setEnterprise}
            options={enterprises.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </div>
      <PageTable<Anomaly>
        path="/v1/anomalies"
        filter={{ status, kind, enterpriseId }}
        columns={columns}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: `/regulator/anomalies/${id}` })}
        widthPx={1160}
        empty={say('none')}
      />
    </>
  )
}

export default AnomaliesPage
