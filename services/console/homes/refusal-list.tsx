import { type TableColumnsType, Tag } from 'antd'
import { shownDay, shownInstant } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { HomeLink } from './home-link.tsx'
import { type HomeRefusal, worded } from './home-types.ts'
import { homeTexts } from './texts.ts'

const WITH = [
  'neighbourhood-committee',
  'village-committee',
  'property-manager',
  'street-office',
  'police',
  'relatives',
] as const

/** 社会联动 (R003-5.11.9): who of the community was told where nobody was met. */
const LinkButton = ({ row }: { readonly row: HomeRefusal }) => {
  const say = homeTexts.useTexts()
  const send = useSend()
  return (
    <FormButton
      size="small"
      label={say('link')}
      consequence={say('linkHint')}
      fields={[
        { name: 'toldAt', label: say('toldAt'), kind: 'instant' },
        {
          name: 'with',
          label: say('toldWhom'),
          kind: 'choice',
          options: WITH.map((value) => ({ value, label: say(`with.${value}`) })),
        },
        { name: 'result', label: say('result'), kind: 'area', maxLength: 200 },
      ]}
      onSubmit={(values) => send('POST', `/v1/home-refusals/${row.id}/linkage`, values)}
    />
  )
}

/** 不遇与拒绝: closed doors and what was refused at them. */
export const RefusalList = () => {
  const say = homeTexts.useTexts()
  const role = useSession()?.role
  const columns: TableColumnsType<HomeRefusal> = [
    {
      title: say('customer'),
      key: 'customer',
      width: 200,
      render: (_, row) => <HomeLink row={row} />,
    },
    {
      title: say('refusal'),
      key: 'kind',
      width: 150,
      render: (_, { kind }) => (
        <Tag color={kind === 'absent' ? 'default' : 'warning'}>{worded('refusal', kind, say)}</Tag>
      ),
    },
    { title: say('refusalAt'), dataIndex: 'happenedAt', width: 170, render: shownInstant },
    {
      title: say('left'),
      key: 'note',
      width: 240,
      render: (_, { note }) =>
        note === null ? '–' : say('leftIs', { phone: note.phone, day: shownDay(note.proposedOn) }),
    },
    {
      title: say('linkage'),
      key: 'linkage',
      width: 270,
      render: (_, { linkage }) =>
        linkage.length === 0
          ? '–'
          : linkage.map((one) => (
              <div key={`${one.toldAt} ${one.with}`}>
                {say('linkIs', {
                  at: shownInstant(one.toldAt),
                  who: worded('with', one.with, say),
                  result: one.result,
                })}
              </div>
            )),
    },
    ...(role === 'regulator'
      ? []
      : [
          {
            title: '',
            key: 'act',
            width: 130,
            render: (_: unknown, row: HomeRefusal) =>
              row.kind === 'absent' ? <LinkButton row={row} /> : null,
          },
        ]),
  ]
  return (
    <PageTable<HomeRefusal>
      path="/v1/home-refusals"
      columns={columns}
      rowKey={({ id }) => id}
      widthPx={1160}
      empty={say('noRefusals')}
    />
  )
}
