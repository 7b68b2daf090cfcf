import { Link } from '@tanstack/react-router'
import { Segmented, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { shownInstant } from '#console/i18n/format.ts'
import { DueTag } from '#console/parts/due-tag.tsx'
import { FindingTag, type ToldFinding } from '#console/parts/finding-list.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { workWords } from '#console/parts/work-words.ts'

type WorkItem = {
  readonly id: string
  readonly kind: string
  readonly code: string | null
  readonly openedAt: string
  readonly dueAt: string | null
  readonly provisional: boolean
  readonly detail: {
    readonly finding?: ToldFinding
    readonly clause?: string
    readonly caseNo?: string
  }
}

type State = 'open' | 'closed'

const KINDS = [
  'recall',
  'residual-claim',
  'residual-review',
  'residual-not-weighed',
  'verdict-changed',
]

const useColumns = (): TableColumnsType<WorkItem> => {
  const say = workWords.useTexts()
  return [
    {
      title: say('due'),
      key: 'due',
      width: 190,
      render: (_, { dueAt, provisional }) => <DueTag dueAt={dueAt} provisional={provisional} />,
    },
    {
      title: say('kind'),
      dataIndex: 'kind',
      width: 150,
      render: (kind: string) => (workWords.has(kind) ? say(kind) : kind),
    },
    {
      title: say('about'),
      key: 'about',
      width: 160,
      render: (_, { code, detail }) =>
        code === null ? detail.caseNo : <Link to={`/cylinders/${code}`}>{code}</Link>,
    },
    {
      title: say('why'),
      key: 'why',
      width: 320,
      render: (_, { detail: { finding, clause } }) =>
        finding === undefined ? (
          clause
        ) : (
          <>
            <FindingTag finding={finding} /> {finding.clause}
          </>
        ),
    },
    { title: say('opened'), dataIndex: 'openedAt', width: 160, render: shownInstant },
  ]
}

/** 待办事项: everything that waits for somebody, the most urgent first. */
const WorkPage = () => {
  const say = workWords.useTexts()
  const columns = useColumns()
  const [kind, setKind] = useState<string>()
  const [state, setState] = useState<State>('open')
  return (
    <>
      <PageHead title={say('work')} hint={say('workHint')}>
        <Select
          allowClear
          style={{ minWidth: 180 }}
          placeholder={say('allKinds')}
          aria-label={say('kind')}
          {...(kind === undefined ? {} : { value: kind })}
          onChange={setKind}
          options={KINDS.map((value) => ({
            value,
            label: workWords.has(value) ? say(value) : value,
          }))}
        />
        <Segmented<State>
          aria-label={say('state')}
          value={state}
          onChange={setState}
          options={[
            { value: 'open', label: say('open') },
            { value: 'closed', label: say('closed') },
          ]}
        />
      </PageHead>
      <PageTable<WorkItem>
        path="/v1/work-items"
        filter={{ kind, state }}
        columns={columns}
        rowKey={({ id, kind: what }) => `${what} ${id}`}
        widthPx={980}
        empty={say('nothing')}
      />
    </>
  )
}

export default WorkPage
