import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented, Tag, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { shownInstant } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { DueTag } from '#console/parts/due-tag.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { workWords } from '#console/parts/work-words.ts'
import styles from './case.module.css'
import { type Area, nextDeadline, type ServiceCase } from './case-types.ts'
import { useCaseWords } from './case-words.ts'
import { NewCaseButton } from './new-case-button.tsx'
import { caseTexts } from './texts.ts'

const AREAS = ['complaints', 'repairs', 'incidents'] as const

type State = 'open' | 'ended'

const useColumns = (area: Area): TableColumnsType<ServiceCase> => {
  const say = caseTexts.useTexts()
  const words = useCaseWords()
  const work = workWords.useTexts()
  const names = useNames()
  return [
    {
      title: say('case'),
      key: 'no',
      width: 150,
      render: (_, { id, no, kind }) => (
        <Link to={`/office/${area}/${id}`}>{`${words('kind', kind)} ${no}`}</Link>
      ),
    },
    {
      title: say('topic'),
      key: 'topic',
      width: 120,
      render: (_, found) => words('topic', found['topic']) || '–',
    },
    {
      title: say('status'),
      dataIndex: 'status',
      width: 140,
      render: (status: string) => <Tag>{words('status', status)}</Tag>,
    },
    {
      title: say('due'),
      key: 'due',
      width: 280,
      render: (_, found) => {
        const next = nextDeadline(found)
        if (next === undefined) return '–'
        return (
          <>
            {workWords.has(next.name) ? work(next.name) : next.name}{' '}
            <DueTag dueAt={next.dueAt} provisional={next.provisional} />
          </>
        )
      },
    },
    {
      title: say('handler'),
      key: 'handler',
      width: 110,
      render: (_, { handlerId }) => say(typeof handlerId === 'string' ? 'assigned' : 'nobody'),
    },
    { title: say('opened'), dataIndex: 'openedAt', width: 160, render: shownInstant },
    {
      title: say('enterprise'),
      dataIndex: 'enterpriseId',
      width: 200,
      ellipsis: true,
      render: names.enterprise,
    },
  ]
}

/** 投诉报修抢险: the cases of the service desk. */
const CasesPage = () => {
  const say = caseTexts.useTexts()
  const navigate = useNavigate()
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const area = AREAS.find((one) => one === search['area']) ?? 'complaints'
  const [state, setState] = useState<State>('open')
  const columns = useColumns(area)
  const mayOpen = useSession()?.role !== 'regulator'
  return (
    <>
      <PageHead title={say('cases')} hint={say('casesHint')}>
        {mayOpen && <NewCaseButton area={area} />}
      </PageHead>
      <div className={styles['bar']}>
        <Segmented<Area>
          aria-label={say('cases')}
          value={area}
          onChange={(next) => void navigate({ to: '.', search: { area: next }, replace: true })}
          options={AREAS.map((value) => ({ value, label: say(`area.${value}`) }))}
        />
        <Segmented<State>
          aria-label={say('status')}
          value={state}
          onChange={setState}
          options={(['open', 'ended'] as const).map((value) => ({
            value,
            label: say(`state.${value}`),
          }))}
        />
      </div>
      <PageTable<ServiceCase>
        path={`/v1/${area}`}
        filter={{ state }}
        columns={columns}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: `/office/${area}/${id}` })}
        widthPx={1160}
        empty={say('noCase')}
      />
    </>
  )
}

export default CasesPage
