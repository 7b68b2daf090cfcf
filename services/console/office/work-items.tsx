import { Link, useNavigate } from '@tanstack/react-router'
import { Segmented, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { shownInstant } from '#console/i18n/format.ts'
import { DueTag } from '#console/parts/due-tag.tsx'
import { FindingTag, type ToldFinding } from '#console/parts/finding-list.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { workWords } from '#console/parts/work-words.ts'
import { ClauseRef } from '#console/parts/clause-ref.tsx'
import { WorkCounts } from './work-counts.tsx'
import styles from './work-page.module.css'

type WorkItem = {
  readonly id: string
  readonly kind: string
  readonly code: string | null
  readonly caseId: string | null
  readonly openedAt: string
  readonly dueAt: string | null
  readonly provisional: boolean
  readonly detail: {
    readonly finding?: ToldFinding
    readonly clause?: string
    readonly caseNo?: string
    /** Of a case. */
    readonly area?: string
  }
}

type State = 'open' | 'closed'

/** Pages of the cases by what the API calls their area. */
const areas: Readonly<Record<string, string>> = {
  complaint: 'complaints',
  repair: 'repairs',
  incident: 'incidents',
  supervision: 'supervision',
}

/** Where the work is done. */
const placeOf = ({ code, caseId, detail }: WorkItem): string | null => {
  if (code !== null) return `/cylinders/${code}`
  const area = areas[detail.area ?? '']
  return caseId === null || area === undefined ? null : `/office/${area}/${caseId}`
}

const useColumns = (): TableColumnsType<WorkItem> => {
  const say = workWords.useTexts()
  return [
    {
      title: say('kind'),
      dataIndex: 'kind',
      width: 150,
      render: (kind: string) => (workWords.has(kind) ? say(kind) : kind),
    },
    {
      title: say('due'),
      key: 'due',
      width: 190,
      render: (_, { dueAt, provisional }) => <DueTag dueAt={dueAt} provisional={provisional} />,
    },
    {
      title: say('about'),
      key: 'about',
      width: 160,
      render: (_, item) => {
        const place = placeOf(item)
        const area = `case.${item.detail.area ?? ''}`
        const name =
          item.code ?? say(workWords.has(area) ? area : 'caseNo', { no: item.detail.caseNo ?? '' })
        return place === null ? name : <Link to={place}>{name}</Link>
      },
    },
    {
      title: say('why'),
      key: 'why',
      width: 320,
      render: (_, { detail: { finding, clause } }) =>
        finding === undefined ? (
          clause === undefined ? (
            '–'
          ) : (
            <ClauseRef id={clause} />
          )
        ) : (
          <>
            <FindingTag finding={finding} />{' '}
            {finding.clause !== undefined && <ClauseRef id={finding.clause} />}
          </>
        ),
    },
    { title: say('opened'), dataIndex: 'openedAt', width: 160, render: shownInstant },
  ]
}

/** Claims, recalls and cases: what a finding or a call opened, the most urgent first. */
export const WorkItems = () => {
  const say = workWords.useTexts()
  const navigate = useNavigate()
  const columns = useColumns()
  const [kind, setKind] = useState<string>()
  const [state, setState] = useState<State>('open')
  return (
    <>
      <WorkCounts kind={kind} onChange={setKind} />
      <Segmented<State>
        className={styles['tabs'] ?? ''}
        aria-label={say('state')}
        value={state}
        onChange={setState}
        options={[
          { value: 'open', label: say('open') },
          { value: 'closed', label: say('closed') },
        ]}
      />
      <PageTable<WorkItem>
        path="/v1/work-items"
        filter={{ kind, state }}
        columns={columns}
        rowKey={({ id, kind: what }) => `${what} ${id}`}
        onRow={(item) => {
          const place = placeOf(item)
          if (place !== null) void navigate({ to: place })
        }}
        widthPx={980}
        empty={say('nothing')}
      />
    </>
  )
}
