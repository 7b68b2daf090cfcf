import type { TableColumnsType } from 'antd'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { DueTag } from '#console/parts/due-tag.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { shownList } from '#console/i18n/format.ts'
import { HomeLink } from './home-link.tsx'
import { type Unreported, worded } from './home-types.ts'
import { homeTexts } from './texts.ts'

const ReportButton = ({ row: { id } }: { readonly row: Unreported }) => {
  const say = homeTexts.useTexts()
  const send = useSend()
  return (
    <FormButton
      size="small"
      type="primary"
      label={say('report')}
      consequence={say('reportHint')}
      fields={[
        { name: 'authority', label: say('authority'), kind: 'text', maxLength: 100 },
        { name: 'reportedAt', label: say('reportedAt'), kind: 'instant' },
        { name: 'number', label: say('number'), kind: 'text', maxLength: 64, optional: true },
      ]}
      onSubmit={(values) => send('POST', `/v1/rectifications/${id}/report`, values)}
    />
  )
}

/** 重大隐患上报 (R003-5.11.10): what the authority has not been told yet. */
export const ReportList = () => {
  const say = homeTexts.useTexts()
  const role = useSession()?.role
  const columns: TableColumnsType<Unreported> = [
    {
      title: say('customer'),
      key: 'customer',
      width: 210,
      render: (_, row) => <HomeLink row={row} />,
    },
    { title: say('notice'), dataIndex: 'no', width: 190 },
    {
      title: say('hazards'),
      key: 'hazards',
      width: 230,
      render: (_, { hazards }) => shownList(hazards.map(({ item }) => worded('item', item, say))),
    },
    {
      title: say('reportBy'),
      key: 'due',
      width: 180,
      render: (_, row) => (
        <DueTag dueAt={row.reportDueAt} provisional={row['reportProvisional'] === true} />
      ),
    },
    ...(role === 'admin' || role === 'office'
      ? [
          {
            title: '',
            key: 'act',
            width: 150,
            render: (_: unknown, row: Unreported) => <ReportButton row={row} />,
          },
        ]
      : []),
  ]
  return (
    <PageTable<Unreported>
      path="/v1/rectifications/unreported"
      columns={columns}
      rowKey={({ id }) => id}
      widthPx={960}
      empty={say('noReports')}
    />
  )
}
