import { Link, useNavigate } from '@tanstack/react-router'
import { Tag, type TableColumnsType } from 'antd'
import type { z } from 'zod'
import type { spotCheck } from '#schemas/api/spot-check.ts'
import { shownInstant } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { oversightTexts, type OversightWord } from './texts.ts'

type SpotCheck = z.infer<typeof spotCheck>

/** Single cylinders, or the net content of a lot: each asks its own. */
const NewCheck = ({ kind }: { readonly kind: 'cylinders' | 'net-content' }) => {
  const say = oversightTexts.useTexts()
  const send = useSend()
  const navigate = useNavigate()
  const { sites } = useNames()
  const options = sites
    .filter((one) => one.kind !== 'vehicle' && one.kind !== 'lab')
    .map(({ id, name }) => ({ value: id, label: name }))
  return (
    <FormButton
      type={kind === 'cylinders' ? 'primary' : 'default'}
      label={say(`newCheck.${kind}`)}
      fields={[
        { name: 'stationId', label: say('subject.station'), kind: 'choice', options },
        { name: 'place', label: say('place'), kind: 'text', maxLength: 100 },
        {
          name: 'instrument',
          label: say('instrument'),
          kind: 'text',
          maxLength: 100,
          hint: say('instrumentHint'),
        },
        ...(kind === 'cylinders'
          ? []
          : [
              { name: 'lotSize', label: say('lotSize'), kind: 'whole' } as const,
              { name: 'labelledNetG', label: say('labelledNet'), kind: 'kg' } as const,
            ]),
      ]}
      onSubmit={async (values) => {
        const { id } = await send<{ readonly id: string }>('POST', '/v1/spot-checks', {
          kind,
          ...values,
        })
        void navigate({ to: `/regulator/spot-checks/${id}` })
      }}
    />
  )
}

/** How a check stands. */
export const CheckTag = ({
  check,
}: {
  readonly check: Pick<SpotCheck, 'passed' | 'concludedAt'>
}) => {
  const say = oversightTexts.useTexts()
  if (check.concludedAt === null) return <Tag color="processing">{say('checkOpen')}</Tag>
  return (
    <Tag color={check.passed === true ? 'success' : 'error'}>
      {say(check.passed === true ? 'passed' : 'failed')}
    </Tag>
  )
}

/** 抽查: what regulators weighed and looked at on the spot. */
const SpotChecksPage = () => {
  const say = oversightTexts.useTexts()
  const navigate = useNavigate()
  const names = useNames()
  const role = useSession()?.role
  const columns: TableColumnsType<SpotCheck> = [
    {
      title: say('checkNo'),
      key: 'no',
      width: 110,
      render: (_, { id, no }) => <Link to={`/regulator/spot-checks/${id}`}>{no}</Link>,
    },
    {
      title: say('checkKind'),
      dataIndex: 'kind',
      width: 130,
      render: (kind: string) => say(`checkKind.${kind}` as OversightWord),
    },
    { title: say('subject.station'), dataIndex: 'stationId', width: 180, render: names.site },
    { title: say('enterprise'), dataIndex: 'enterpriseName', width: 210, ellipsis: true },
    {
      title: say('result'),
      key: 'result',
      width: 190,
      render: (_, check) => (
        <>
          <CheckTag check={check} />
          {check.caseId !== null && (
            <Link to={`/office/supervision/${check.caseId}`}>{say('toCase')}</Link>
          )}
        </>
      ),
    },
    { title: say('opened'), dataIndex: 'openedAt', width: 160, render: shownInstant },
  ]
  return (
    <>
      <PageHead title={say('spotChecks')} hint={say('spotChecksHint')}>
        {role === 'regulator' && (
          <>
            <NewCheck kind="cylinders" />
            <NewCheck kind="net-content" />
          </>
        )}
      </PageHead>
      <PageTable<SpotCheck>
        path="/v1/spot-checks"
        columns={columns}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: `/regulator/spot-checks/${id}` })}
        widthPx={980}
        empty={say('noCheck')}
      />
    </>
  )
}

export default SpotChecksPage
