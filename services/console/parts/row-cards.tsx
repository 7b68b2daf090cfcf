import { RightOutlined } from '@ant-design/icons'
import { Button, Empty, Skeleton, type TableColumnsType, type TableColumnType } from 'antd'
import type { ReactNode } from 'react'
import { shellTexts } from '#console/shell/texts.ts'
import styles from './row-cards.module.css'

const leaves = <T,>(columns: TableColumnsType<T>): readonly TableColumnType<T>[] =>
  columns.flatMap((column) => ('children' in column ? leaves(column.children) : [column]))

const cellOf = <T extends object>(column: TableColumnType<T>, row: T, index: number): ReactNode => {
  // One field of the row: no list of ours goes deeper.
  const name = typeof column.dataIndex === 'string' ? column.dataIndex : undefined
  const value = name === undefined ? undefined : (row as Record<string, unknown>)[name]
  const shown = column.render === undefined ? value : column.render(value, row, index)
  return shown as ReactNode
}

/** The rows of a table as cards under each other, for a phone: the first column is the title, what is empty is left out. */
export const RowCards = <T extends object>({
  rows,
  columns,
  rowKey,
  loading,
  empty,
  onOpen,
}: {
  readonly rows: readonly T[]
  readonly columns: TableColumnsType<T>
  readonly rowKey: (row: T) => string
  readonly loading: boolean
  readonly empty: string
  readonly onOpen?: ((row: T) => void) | undefined
}) => {
  const say = shellTexts.useTexts()
  if (loading) return <Skeleton active paragraph={{ rows: 6 }} />
  if (rows.length === 0) {
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} />
  }
  const [first, ...others] = leaves(columns)
  return (
    <ul className={styles['cards']}>
      {rows.map((row, index) => (
        <li key={rowKey(row)}>
          <div className={styles['head']}>
            <div className={styles['title']}>
              {first === undefined ? null : cellOf(first, row, index)}
            </div>
            {onOpen !== undefined && (
              <Button type="text" onClick={() => onOpen(row)}>
                {say('open')} <RightOutlined aria-hidden />
              </Button>
            )}
          </div>
          <dl>
            {others.map((column) => {
              const cell = cellOf(column, row, index)
              if (cell === null || cell === undefined || cell === '' || cell === '–') return null
              return (
                <div key={others.indexOf(column)}>
                  {typeof column.title === 'string' && column.title !== '' && (
                    <dt>{column.title}</dt>
                  )}
                  <dd>{cell}</dd>
                </div>
              )
            })}
          </dl>
        </li>
      ))}
    </ul>
  )
}
