import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented, Tag, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { supervisionCase } from '#schemas/api/supervision-case.ts'
import { shownInstant } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { DueTag } from '#console/parts/due-tag.tsx'
import { NameSelect } from '#console/parts/name-select.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { OpenCaseButton } from './open-case-button.tsx'
import styles from './oversight.module.css'
import { oversightTexts, type OversightWord } from './texts.ts'

type Case = z.infer<typeof supervisionCase>

const STATES = ['open', 'answered', 'closed'] as const
type State = (typeof STATES)[number]

const useColumns = (): TableColumnsType<Case> => {
  const say = oversightTexts.useTexts()
  const { site } = useNames()
  return [
    {
      title: say('caseNo'),
      key: 'no',
      width: 120,
      render: (_, { id, no }) => (
        <Link to={`/office/supervision/${id}`}>{say('supervisionNo', { no })}</Link>
      ),
    },
    { title: say('enterprise'), dataIndex: 'enterpriseName', width: 210, ellipsis: true },
    {
      title: say('subject'),
      key: 'subject',
      width: 190,
      render: (_, { subject: { kind, id } }) =>
        kind === 'station'
          ? site(id)
          : [
              say(`subject.${kind}` as OversightWord),
              kind === 'scale' || kind === 'cylinder' ? id : '',
            ]
              .filter((part) => part !== '')
              .join(' '),
    },
    {
      title: say('finding'),
      dataIndex: 'finding',
      width: 280,
      render: (finding: string) => <span className={styles['clip']}>{finding}</span>,
    },
    {
      title: say('status'),
      key: 'status',
      width: 190,
      render: (_, { status, measures }) => {
        const due = measures.find((one) => one.dueAt !== null && one.settledAt === null)
        return (
          <span className={styles['line']}>
            <Tag color={status === 'closed' ? 'default' : 'processing'}>
              {say(`supervision.${status}` as OversightWord)}
            </Tag>
            {due !== undefined && <DueTag dueAt={due.dueAt} provisional={due.provisional} />}
          </span>
        )
      },
    },
    { title: say('opened'), dataIndex: 'openedAt', width: 160, render: shownInstant },
  ]
}

/** 监管案件: what regulators found, ordered and accepted; the company answers. */
const SupervisionPage = () => {
  const say = oversightTexts.useTexts()
  const navigate = useNavigate()
  const { enterprises } = useNames()
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const given = search['enterprise']
  const enterpriseId = typeof given === 'string' ? given : undefined
  const [status, setStatus] = useState<State>()
  const columns = useColumns()
  const role = useSession()?.role
  return (
    <>
      <PageHead title={say('supervision')} hint={say('supervisionHint')}>
        {role === 'regulator' && <OpenCaseButton />}
      </PageHead>
      <div className={styles['bar']}>
        <Segmented<State | ''>
          className={styles['wide'] ?? ''}
          aria-label={say('status')}
          value={status ?? ''}
          onChange={(next) => setStatus(next === '' ? undefined : next)}
          options={[
            { value: '', label: say('all') },
            ...STATES.map((value) => ({ value, label: say(`supervision.${value}`) })),
          ]}
        />
        {enterprises.length > 1 && (
          <NameSelect
            label={say('enterprise')}
            value={enterpriseId}
            onChange={(enterprise: string | undefined) =>
              void navigate({ to: '.', search: { enterprise }, replace: true })
            }
            options={enterprises.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </div>
      <PageTable<Case>
        path="/v1/supervision-cases"
        filter={{ status, enterpriseId }}
        columns={columns}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: `/office/supervision/${id}` })}
        widthPx={1150}
        empty={say('noSupervision')}
      />
    </>
  )
}

export default SupervisionPage
