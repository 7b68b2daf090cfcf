import type { ReactNode } from 'react'
import styles from './page-head.module.css'

/** Title of a page, what it is about, and what can be done with it. */
export const PageHead = ({
  title,
  hint,
  children,
}: {
  readonly title: string
  readonly hint?: ReactNode
  readonly children?: ReactNode
}) => (
  <div className={styles['head']}>
    <div className={styles['text']}>
      <h1>{title}</h1>
      {hint !== undefined && <p>{hint}</p>}
    </div>
    <div className={`${styles['actions']} no-print`}>{children}</div>
  </div>
)
