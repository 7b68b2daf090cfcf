import type { ReactNode } from 'react'
import { shownCount, shownShare } from '#console/i18n/format.ts'
import styles from './share-list.module.css'

export type Share = {
  readonly key: string
  readonly name: ReactNode
  readonly part: number
  /** 0 = nothing to divide by. */
  readonly whole: number
  readonly note?: ReactNode
  /** Less than what is asked for. */
  readonly short?: boolean
}

/** Parts of a whole, each with its bar: how many of how many, and what share that is. */
export const ShareList = ({ rows }: { readonly rows: readonly Share[] }) => (
  <ul className={styles['list']}>
    {rows.map(({ key, name, part, whole, note, short = false }) => {
      const share = whole === 0 ? 0 : Math.min(1, part / whole)
      return (
        <li key={key}>
          <div className={styles['line']}>
            <span>{name}</span>
            <span className={styles['value']}>
              {whole === 0 ? '–' : shownShare(part / whole)}{' '}
              <span className={styles['note']}>
                {`${shownCount(part)} / ${shownCount(whole)}`}
                {note !== undefined && <> · {note}</>}
              </span>
            </span>
          </div>
          <span className={styles['track']} aria-hidden>
            <span
              className={`${styles['fill']} ${short ? styles['short'] : ''}`}
              style={{ inlineSize: `${share * 100}%` }}
            />
          </span>
        </li>
      )
    })}
  </ul>
)
