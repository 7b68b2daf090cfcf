import { useQuery } from '@tanstack/react-query'
import { get } from '#console/net/call.ts'
import { shownCount } from '#console/i18n/format.ts'
import { workWords } from '#console/parts/work-words.ts'
import styles from './work-page.module.css'

type Count = { readonly kind: string; readonly open: number; readonly overdue: number }

/** What is open, by kind: a tap shows that kind alone. What is overdue is said in red. */
export const WorkCounts = ({
  kind,
  onChange,
}: {
  readonly kind: string | undefined
  readonly onChange: (kind: string | undefined) => void
}) => {
  const say = workWords.useTexts()
  const { data } = useQuery({
    queryKey: ['work-counts'],
    queryFn: ({ signal }) =>
      get<{ readonly items: readonly Count[] }>('/v1/work-items/summary', signal),
    refetchInterval: 60_000,
  })
  const counts = data?.items ?? []
  if (counts.length === 0) return null
  const sum = (part: 'open' | 'overdue'): number => counts.reduce((all, row) => all + row[part], 0)
  const rows = [{ kind: undefined, open: sum('open'), overdue: sum('overdue') }, ...counts]
  return (
    <div className={styles['counts']} role="group" aria-label={say('kind')}>
      {rows.map((row) => (
        <button
          key={row.kind ?? ''}
          type="button"
          aria-pressed={kind === row.kind}
          className={styles['count']}
          onClick={() => onChange(row.kind)}
        >
          <span className={styles['name']}>
            {row.kind === undefined
              ? say('allKinds')
              : workWords.has(row.kind)
                ? say(row.kind)
                : row.kind}
          </span>
          <span className={`${styles['number']} numbers`}>{shownCount(row.open)}</span>
          {row.overdue > 0 && (
            <span className={styles['overdue']}>
              {say('overdueCount', { n: shownCount(row.overdue) })}
            </span>
          )}
        </button>
      ))}
    </div>
  )
}
