import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { type TableColumnsType, Tag } from 'antd'
import type { z } from 'zod'
import type { plan, responsibles } from '#schemas/api/emergency-plan.ts'
import { shownDay } from '#console/i18n/format.ts'
import { get, query } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import styles from './readiness.module.css'
import { type ReadinessWord, readinessTexts } from './texts.ts'

type Plan = z.infer<typeof plan>

const KINDS = [
  'comprehensive',
  'special',
  'on-site',
  'weather',
  'security',
  'supply-shortage',
  'production',
  'repair-team',
] as const

/** Who may start a plan; asked by those alone who write one. */
const useResponsibles = (enterpriseId: string, may: boolean) =>
  useQuery({
    enabled: may,
    queryKey: ['responsibles', enterpriseId],
    queryFn: ({ signal }) =>
      get<z.infer<typeof responsibles>>(
        `/v1/emergency-plans/responsibles${query({ enterpriseId })}`,
        signal,
      ),
  }).data?.items ?? []

const NewPlan = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = readinessTexts.useTexts()
  const send = useSend()
  const people = useResponsibles(enterpriseId, true)
  const filed = ({ isFiled }: Readonly<Record<string, unknown>>): boolean => isFiled === true
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('newPlan')}
      consequence={say('newPlanHint')}
      fields={[
        {
          name: 'kind',
          label: say('planKind'),
          kind: 'choice',
          initial: 'comprehensive',
          options: KINDS.map((value) => ({ value, label: say(`plan.${value}`) })),
        },
        { name: 'title', label: say('title'), kind: 'text', maxLength: 100 },
        { name: 'version', label: say('version'), kind: 'text', maxLength: 32 },
        {
          name: 'responsibleId',
          label: say('responsible'),
          kind: 'choice',
          options: people.map(({ id, username }) => ({ value: id, label: username })),
        },
        { name: 'startsWhen', label: say('startsWhen'), kind: 'area', maxLength: 1000 },
        { name: 'validFrom', label: say('validFrom'), kind: 'day' },
        { name: 'reviewOn', label: say('reviewOn'), kind: 'day' },
        {
          name: 'document',
          label: say('document'),
          kind: 'picture',
          optional: true,
          upload: uploadPicture({ kind: 'document', enterpriseId }),
        },
        { name: 'isFiled', label: say('isFiled'), kind: 'flag' },
        { name: 'with', label: say('filedWith'), kind: 'text', maxLength: 100, when: filed },
        { name: 'no', label: say('filingNo'), kind: 'text', maxLength: 64, when: filed },
        { name: 'on', label: say('filedOn'), kind: 'day', when: filed },
      ]}
      onSubmit={({ isFiled, with: authority, no, on, ...values }) =>
        send('POST', '/v1/emergency-plans', {
          enterpriseId,
          ...values,
          ...(isFiled === true ? { filed: { with: authority, no, on } } : {}),
        })
      }
    />
  )
}

/** 应急预案: by version, with who starts it, when it is reviewed, and where it is filed. */
export const PlanList = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = readinessTexts.useTexts()
  const mayWrite = useSession()?.role !== 'regulator'
  const people = useResponsibles(enterpriseId, mayWrite)
  const columns: TableColumnsType<Plan> = [
    {
      title: say('title'),
      key: 'title',
      width: 200,
      render: (_, { title, version }) => `${title} · ${version}`,
    },
    {
      title: say('planKind'),
      dataIndex: 'kind',
      width: 120,
      render: (kind: string) => say(`plan.${kind}` as ReadinessWord),
    },
    {
      title: say('reviewOn'),
      key: 'review',
      width: 200,
      render: (_, { reviewOn, reviewOverdue }) => (
        <>
          <span className={reviewOverdue ? styles['late'] : undefined}>{shownDay(reviewOn)}</span>{' '}
          {reviewOverdue && <Tag color="error">{say('reviewOverdue')}</Tag>}
        </>
      ),
    },
    { title: say('validFrom'), dataIndex: 'validFrom', width: 120, render: shownDay },
    {
      title: say('responsible'),
      dataIndex: 'responsibleId',
      width: 120,
      render: (id: string) => people.find((one) => one.id === id)?.username ?? '–',
    },
    { title: say('startsWhen'), dataIndex: 'startsWhen', width: 200, ellipsis: true },
    {
      title: say('filedWith'),
      key: 'filed',
      width: 190,
      render: (_, { filedWith, filingNo }) =>
        typeof filedWith === 'string' ? `${filedWith} ${String(filingNo)}` : say('notFiled'),
    },
  ]
  return (
    <>
      {mayWrite && (
        <div className={styles['bar']}>
          <NewPlan enterpriseId={enterpriseId} />
        </div>
      )}
      <PageTable<Plan>
        path="/v1/emergency-plans"
        filter={{ enterpriseId }}
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1150}
        empty={say('noPlan')}
      />
    </>
  )
}
