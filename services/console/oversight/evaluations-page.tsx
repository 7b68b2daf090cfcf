import { PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Segmented, Tag, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { addDays } from '#domain/calendar.ts'
import { day } from '#domain/units.ts'
import { shownDays, shownNumber } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { get } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import type { Evaluation, Sheet } from './evaluation-types.ts'
import styles from './oversight.module.css'
import { oversightTexts, type OversightWord } from './texts.ts'

const STATES = ['draft', 'scored', 'signed', 'final'] as const
type State = (typeof STATES)[number]

const NewEvaluation = () => {
  const say = oversightTexts.useTexts()
  const language = useLanguage()
  const send = useSend()
  const navigate = useNavigate()
  const session = useSession()
  const { enterprises } = useNames()
  const sheets =
    useQuery({
      queryKey: ['score-sheets'],
      queryFn: ({ signal }) =>
        get<{ readonly items: readonly Sheet[] }>('/v1/score-sheets', signal),
      staleTime: Number.POSITIVE_INFINITY,
    }).data?.items ?? []
  const regulator = session?.role === 'regulator'
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('newEvaluation')}
      fields={[
        ...(regulator
          ? [
              {
                name: 'enterpriseId',
                label: say('enterprise'),
                kind: 'choice',
                options: enterprises.map(({ id, name }) => ({ value: id, label: name })),
              } as const,
              {
                name: 'kind',
                label: say('evaluationKind'),
                kind: 'choice',
                initial: 'supervision',
                options: (['supervision', 'third-party'] as const).map((value) => ({
                  value,
                  label: say(`evaluationKind.${value}`),
                })),
              } as const,
            ]
          : []),
        {
          name: 'sheet',
          label: say('sheet'),
          kind: 'choice',
          options: sheets.map(({ id, words }) => ({ value: id, label: words[language] })),
        },
        { name: 'from', label: say('from'), kind: 'day' },
        { name: 'to', label: say('to'), kind: 'day' },
      ]}
      onSubmit={async (values) => {
        const { id } = await send<{ readonly id: string }>('POST', '/v1/evaluations', {
          ...values,
          // People name the last day, the API the one after it.
          to: addDays(day(values['to'] as string), 1),
        })
        void navigate({ to: `/office/evaluations/${id}` })
      }}
    />
  )
}

const useColumns = (): TableColumnsType<Evaluation> => {
  const say = oversightTexts.useTexts()
  const language = useLanguage()
  return [
    {
      title: say('evaluationNo'),
      key: 'no',
      width: 130,
      render: (_, { id, no, version }) => (
        <Link to={`/office/evaluations/${id}`}>
          {version > 1 ? say('noVersion', { no, version }) : no}
        </Link>
      ),
    },
    { title: say('enterprise'), dataIndex: 'enterpriseName', width: 210, ellipsis: true },
    {
      title: say('evaluationKind'),
      dataIndex: 'kind',
      width: 120,
      render: (kind: string) => say(`evaluationKind.${kind}` as OversightWord),
    },
    {
      title: say('period'),
      key: 'period',
      width: 210,
      render: (_, { from, to }) => shownDays(from, to),
    },
    {
      title: say('result'),
      key: 'result',
      width: 170,
      render: (_, { total, band, vetoed }) => (
        <>
          {total === null && band === null && !vetoed && '–'}
          {total === null ? '' : `${shownNumber(total, 1)} `}
          {band !== null && (
            <Tag color={band.name === 'unqualified' ? 'error' : 'success'}>
              {band.words[language]}
            </Tag>
          )}
          {vetoed && <Tag color="error">{say('vetoed')}</Tag>}
        </>
      ),
    },
    {
      title: say('status'),
      dataIndex: 'status',
      width: 110,
      render: (status: string) => <Tag>{say(`evaluation.${status}` as OversightWord)}</Tag>,
    },
  ]
}

/** 服务质量评价: sheets of all companies in reach. */
const EvaluationsPage = () => {
  const say = oversightTexts.useTexts()
  const navigate = useNavigate()
  const role = useSession()?.role
  const [status, setStatus] = useState<State>()
  const columns = useColumns()
  return (
    <>
      <PageHead title={say('evaluations')} hint={say('evaluationsHint')}>
        {(role === 'office' || role === 'regulator') && <NewEvaluation />}
      </PageHead>
      <div className={styles['scroll']}>
        <Segmented<State | ''>
          aria-label={say('status')}
          value={status ?? ''}
          onChange={(next) => setStatus(next === '' ? undefined : next)}
          options={[
            { value: '', label: say('all') },
            ...STATES.map((value) => ({ value, label: say(`evaluation.${value}`) })),
          ]}
        />
      </div>
      <PageTable<Evaluation>
        path="/v1/evaluations"
        filter={{ status }}
        columns={columns}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: `/office/evaluations/${id}` })}
        widthPx={950}
        empty={say('noEvaluation')}
      />
    </>
  )
}

export default EvaluationsPage
