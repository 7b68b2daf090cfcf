import type { ReactNode } from 'react'
import styles from './facts.module.css'

/** Names and values; what is not known is a dash. A wide one takes the room of two. */
export const Facts = ({
  rows,
}: {
  readonly rows: readonly (readonly [name: string, value: ReactNode, wide?: 'wide'])[]
}) => (
  <dl className={styles['facts']}>
    {rows.map(([name, value, wide]) => (
      <div key={name} className={wide && styles['wide']}>
        <dt>{name}</dt>
        <dd>{value === null || value === undefined || value === '' ? '–' : value}</dd>
      </div>
    ))}
  </dl>
)
