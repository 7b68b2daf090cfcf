import { Link } from '@tanstack/react-router'
import { Tag, type TableColumnsType } from 'antd'
import type { z } from 'zod'
import type { rectification } from '#schemas/api/safety.ts'
import { dayOf, shownList } from '#console/i18n/format.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { workWords } from '#console/parts/work-words.ts'
import { DueDay } from './due-lists.tsx'

type Rectification = z.infer<typeof rectification>

const hazardName = (item: string, say: ReturnType<typeof workWords.useTexts>): string =>
  workWords.has(`hazard.${item}`) ? say(`hazard.${item}` as 'hazard.hose') : item

/** 复查办结: somebody has been there, each hazard is gone, the customer signed or refused to. */
const CloseButton = ({ row }: { readonly row: Rectification }) => {
  const say = workWords.useTexts()
  const send = useSend()
  const found = [...new Set(row.hazards.map(({ item }) => item))]
  const enterprise = row['enterpriseId']
  const upload = uploadPicture({
    kind: 'signature',
    customerId: row.customerId,
    ...(typeof enterprise === 'string' ? { enterpriseId: enterprise } : {}),
  })
  return (
    <FormButton
      size="small"
      type="primary"
      label={say('closeRectification')}
      consequence={say('closeRectificationHint')}
      fields={[
        { name: 'happenedAt', label: say('recheckedAt'), kind: 'instant' },
        {
          name: 'items',
          label: say('inOrder'),
          kind: 'choices',
          options: found.map((value) => ({ value, label: hazardName(value, say) })),
        },
        {
          name: 'signature',
          label: say('customerSigns'),
          kind: 'signature',
          optional: true,
          hint: say('refusedHint'),
          upload,
        },
        { name: 'note', label: say('note'), kind: 'text', optional: true },
      ]}
      onSubmit={({ items, signature, ...values }) =>
        send('POST', `/v1/rectifications/${row.id}/close`, {
          ...values,
          check: { items: (items as readonly string[]).map((item) => ({ item, ok: true })) },
          signature:
            signature === undefined
              ? { kind: 'refused' }
              : { kind: 'signature', object: signature },
        })
      }
    />
  )
}

/** 隐患整改: homes where something has to be mended before gas is brought again. */
export const Rectifications = () => {
  const say = workWords.useTexts()
  const today = dayOf(Date.now())
  const columns: TableColumnsType<Rectification> = [
    { title: say('noticeNo'), dataIndex: 'no', width: 190 },
    {
      title: say('hazards'),
      key: 'hazards',
      width: 240,
      render: (_, { hazards }) => shownList(hazards.map(({ item }) => hazardName(item, say))),
    },
    {
      title: say('grade'),
      key: 'grade',
      width: 180,
      render: (_, { grade, stopsSupply }) => (
        <>
          <Tag color={grade === 'major' ? 'error' : 'warning'}>
            {say(grade === 'major' ? 'grade.major' : 'grade.general')}
          </Tag>
          {stopsSupply && <Tag>{say('stopsSupply')}</Tag>}
        </>
      ),
    },
    {
      title: say('dueOn'),
      key: 'dueOn',
      width: 190,
      render: (_, { dueOn, overdue }) => <DueDay day={dueOn} over={overdue || dueOn < today} />,
    },
    {
      title: say('customer'),
      key: 'customer',
      width: 120,
      render: (_, { customerId }) => (
        <Link to={`/office/customers/${customerId}`}>{say('toCustomer')}</Link>
      ),
    },
    {
      title: '',
      key: 'act',
      width: 130,
      render: (_, row) => (row.closedAt === null ? <CloseButton row={row} /> : null),
    },
  ]
  return (
    <PageTable<Rectification>
      path="/v1/rectifications"
      columns={columns}
      rowKey={({ id }) => id}
      widthPx={1050}
      empty={say('noRectification')}
    />
  )
}
