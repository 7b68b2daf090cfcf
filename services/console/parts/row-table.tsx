import { Empty, Table, type TableColumnsType, type TableProps } from 'antd'
import type { AnyObject } from 'antd/es/_util/type'
import { memo, type UIEvent } from 'react'
import styles from './page-table.module.css'

type RowTableProps<T> = {
  readonly rows: readonly T[]
  readonly columns: TableColumnsType<T>
  readonly rowKey: (row: T) => string
  readonly onRow: ((row: T) => void) | undefined
  readonly loading: boolean
  readonly onPaper: boolean
  /** More than fits: only the rows in sight are drawn. */
  readonly long: boolean
  readonly widthPx: number
  readonly heightPx: number
  readonly empty: string
  readonly chosen: readonly string[] | undefined
  readonly onChoose: ((keys: readonly string[]) => void) | undefined
  readonly onScroll: (event: UIEvent<HTMLElement>) => void
}

/** Without rows, and on paper, the columns share what room there is. */
const unsized = <T,>(column: TableColumnsType<T>[number]): TableColumnsType<T>[number] => {
  const free = { ...column }
  delete free.width
  return free
}

const choosing = <T,>(
  chosen: readonly string[] = [],
  onChoose: RowTableProps<T>['onChoose'],
): Pick<TableProps<T>, 'rowSelection'> =>
  onChoose === undefined
    ? {}
    : {
        rowSelection: {
          selectedRowKeys: [...chosen],
          preserveSelectedRowKeys: true,
          columnWidth: 44,
          onChange: (keys) => onChoose(keys.map(String)),
        },
      }

const Rows = <T extends AnyObject>({
  rows,
  columns,
  rowKey,
  onRow,
  loading,
  onPaper,
  long,
  widthPx,
  heightPx,
  empty,
  chosen,
  onChoose,
  onScroll,
}: RowTableProps<T>) => {
  // Empty it has nothing to scroll, and nothing that a keyboard could scroll it by.
  const scrolls = rows.length > 0 && !onPaper
  return (
    <Table<T>
      virtual={scrolls && long}
      size="middle"
      tableLayout="fixed"
      columns={scrolls ? columns : columns.map(unsized)}
      dataSource={rows}
      rowKey={rowKey}
      pagination={false}
      loading={loading}
      {...(scrolls ? { scroll: { x: widthPx, ...(long ? { y: heightPx } : {}) } } : {})}
      onScroll={onScroll}
      {...choosing(chosen, onChoose)}
      locale={{
        emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />,
      }}
      {...(onRow === undefined
        ? {}
        : {
            onRow: (row: T) => ({ onClick: () => onRow(row), className: styles['link'] ?? '' }),
          })}
    />
  )
}

/** The rows of a long list: drawn anew when there are others, not whenever a page is asked for (each time it walks all of them). */
export const RowTable = memo(Rows) as typeof Rows
