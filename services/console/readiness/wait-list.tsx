import type { TableColumnsType } from 'antd'
import type { z } from 'zod'
import type { wait } from '#schemas/api/call.ts'
import { shownNumber, shownSecond } from '#console/i18n/format.ts'
import type { Filter } from '#console/net/pages.ts'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { readinessTexts } from './texts.ts'

type Wait = z.infer<typeof wait>

const MINUTE_MS = 60_000

/** 窗口等候: from the ticket to the counter. */
export const WaitList = ({ filter }: { readonly filter: Filter }) => {
  const say = readinessTexts.useTexts()
  const names = useNames()
  const columns: TableColumnsType<Wait> = [
    { title: say('takenAt'), dataIndex: 'takenAt', width: 180, render: shownSecond },
    {
      title: say('waited'),
      key: 'waited',
      width: 120,
      render: (_, { takenAt, servedAt }) =>
        say('minutes', {
          n: shownNumber((Date.parse(servedAt) - Date.parse(takenAt)) / MINUTE_MS, 1),
        }),
    },
    {
      title: say('station'),
      dataIndex: 'stationId',
      width: 220,
      render: (id: string) => names.site(id),
    },
    { title: say('ticket'), dataIndex: 'ticket', width: 140 },
    { title: say('servedAt'), dataIndex: 'servedAt', width: 180, render: shownSecond },
  ]
  return (
    <PageTable<Wait>
      path="/v1/window-waits"
      filter={filter}
      columns={columns}
      rowKey={({ id }) => id}
      widthPx={840}
      empty={say('noWait')}
    />
  )
}
