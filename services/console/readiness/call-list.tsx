import { type TableColumnsType, Tag } from 'antd'
import type { z } from 'zod'
import type { call } from '#schemas/api/call.ts'
import { shownCount, shownSecond } from '#console/i18n/format.ts'
import type { Filter } from '#console/net/pages.ts'
import { PageTable } from '#console/parts/page-table.tsx'
import { type ReadinessWord, readinessTexts } from './texts.ts'

type Call = z.infer<typeof call>

const colours = { person: 'success', ivr: 'default', nobody: 'error' } as const

/** 通话记录: when it rang, when and by whom it was answered; whoever called is not kept. */
export const CallList = ({ filter }: { readonly filter: Filter }) => {
  const say = readinessTexts.useTexts()
  const columns: TableColumnsType<Call> = [
    { title: say('ringAt'), dataIndex: 'ringAt', width: 180, render: shownSecond },
    { title: say('line'), dataIndex: 'line', width: 140 },
    {
      title: say('answeredBy'),
      dataIndex: 'answeredBy',
      width: 110,
      render: (by: keyof typeof colours) => (
        <Tag color={colours[by]}>{say(`answered.${by}` as ReadinessWord)}</Tag>
      ),
    },
    {
      title: say('waited'),
      key: 'waited',
      width: 110,
      render: (_, { ringAt, answeredAt }) =>
        answeredAt === null
          ? '–'
          : say('seconds', {
              n: shownCount(Math.round((Date.parse(answeredAt) - Date.parse(ringAt)) / 1000)),
            }),
    },
    { title: say('rings'), dataIndex: 'rings', width: 90, render: (n: number | null) => n ?? '–' },
    { title: say('reference'), dataIndex: 'reference', width: 180, ellipsis: true },
    {
      title: say('recording'),
      dataIndex: 'recording',
      width: 200,
      ellipsis: true,
      render: (name: string | null) => name ?? '–',
    },
  ]
  return (
    <PageTable<Call>
      path="/v1/calls"
      filter={filter}
      columns={columns}
      rowKey={({ id }) => id}
      widthPx={1010}
      empty={say('noCall')}
    />
  )
}
