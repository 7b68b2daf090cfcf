import { Button, type TableColumnsType } from 'antd'
import type { AnyObject } from 'antd/es/_util/type'
import { type UIEvent, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { shownCount } from '#console/i18n/format.ts'
import { type Filter, usePages } from '#console/net/pages.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { LoadFailure } from './loaded.tsx'
import styles from './page-table.module.css'
import { RowCards } from './row-cards.tsx'
import { RowTable } from './row-table.tsx'
import { useNarrow } from './use-narrow.ts'
import { usePrinting } from './use-printing.ts'

/** With a button in it. */
const ROW_PX = 50
/** Begun early enough that who scrolls hardly ever waits. */
const NEAR_END_PX = 3000
/** Rows of the first page, which is waited for, and of those after it. */
const FIRST = 100
const LATER = 500
const LEAST_PX = 400
/** Room for what stands below the table. */
const BELOW_PX = 120

export type PageTableProps<T> = {
  /** A list of the API (`/v1/cylinders`). */
  readonly path: string
  readonly filter?: Filter
  readonly columns: TableColumnsType<T>
  readonly rowKey: (row: T) => string
  readonly onRow?: (row: T) => void
  /** Width that the columns need; narrower screens scroll sideways inside of the table. */
  readonly widthPx?: number
  readonly empty?: string
  /** Rows can be chosen, by key; on a phone they cannot. */
  readonly chosen?: readonly string[]
  readonly onChoose?: (keys: readonly string[]) => void
}

/**
 * A list of the API, loaded page by page while it is scrolled; only the rows in sight are drawn, so that 100 000 of them
 * scroll as ten do. On a phone each row is a card.
 */
export const PageTable = <T extends AnyObject>({
  path,
  filter = {},
  columns,
  rowKey,
  onRow,
  widthPx = 900,
  empty,
  chosen,
  onChoose,
}: PageTableProps<T>) => {
  const say = shellTexts.useTexts()
  const list = usePages<T>(path, filter, FIRST, LATER)
  const narrow = useNarrow()
  const printing = usePrinting()
  const frame = useRef<HTMLDivElement>(null)
  const [heightPx, setHeightPx] = useState(480)
  useLayoutEffect(() => {
    const measure = (): void => {
      const top = (frame.current?.getBoundingClientRect().top ?? 0) + window.scrollY
      setHeightPx(Math.max(LEAST_PX, window.innerHeight - top - BELOW_PX))
    }
    measure()
    // What stands above may come later and push the table down.
    const watch = new ResizeObserver(measure)
    watch.observe(document.body)
    const above = frame.current?.parentElement ?? null
    if (above !== null) watch.observe(above)
    window.addEventListener('resize', measure)
    return () => {
      watch.disconnect()
      window.removeEventListener('resize', measure)
    }
  }, [])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const more = useCallback((): void => {
    // Whoever is asked already is not asked again: a table that scrolls asks many times a second.
    if (hasNextPage) void fetchNextPage({ cancelRefetch: false })
  }, [hasNextPage, fetchNextPage])
  const onScroll = useCallback(
    ({ currentTarget: box }: UIEvent<HTMLElement>): void => {
      if (box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX) more()
    },
    [more],
  )
  if (list.error !== null && list.rows.length === 0) {
    return <LoadFailure error={list.error} refetch={list.refetch} />
  }
  const count = shownCount(list.rows.length)
  // What fits is drawn as it is: a row may take as many lines as it needs.
  const long = hasNextPage || list.rows.length * ROW_PX > heightPx
  return (
    <div ref={frame}>
      {narrow ? (
        <RowCards<T>
          rows={list.rows}
          columns={columns}
          rowKey={rowKey}
          loading={list.isPending}
          empty={empty ?? say('empty')}
          onOpen={onRow}
        />
      ) : (
        <RowTable<T>
          rows={list.rows}
          columns={columns}
          rowKey={rowKey}
          onRow={onRow}
          loading={list.isPending}
          onPaper={printing}
          long={long}
          widthPx={widthPx}
          heightPx={heightPx}
          empty={empty ?? say('empty')}
          chosen={chosen}
          onChoose={onChoose}
          onScroll={onScroll}
        />
      )}
      {list.rows.length > 0 && (
        <div className={styles['foot']}>
          <span>{say(hasNextPage ? 'shown' : 'all', { count })}</span>
          {hasNextPage && (
            <Button type="link" loading={isFetchingNextPage} onClick={more}>
              {say('more')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
