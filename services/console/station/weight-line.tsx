import styles from './scale-card.module.css'
import type { Permit } from './scale-state.ts'

const WIDTH = 300
const HEIGHT = 72

/** The rising weight against target and limit. Plain SVG: it is drawn anew many times a second. */
export const WeightLine = ({
  curveG,
  permit,
}: {
  readonly curveG: readonly number[]
  readonly permit: Permit
}) => {
  const low = Math.min(permit.tareG, ...curveG)
  const high = Math.max(permit.maxGrossG, ...curveG) + 200
  const y = (grams: number): number => HEIGHT - ((grams - low) / (high - low)) * HEIGHT
  const points = curveG
    .map((grams, n) => `${(n / Math.max(1, curveG.length - 1)) * WIDTH},${y(grams).toFixed(1)}`)
    .join(' ')
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={styles['line']}
      aria-hidden
    >
      <line
        x1="0"
        x2={WIDTH}
        y1={y(permit.maxGrossG)}
        y2={y(permit.maxGrossG)}
        className={styles['most']}
      />
      <line
        x1="0"
        x2={WIDTH}
        y1={y(permit.targetGrossG)}
        y2={y(permit.targetGrossG)}
        className={styles['target']}
      />
      <polyline points={points} className={styles['curve']} />
    </svg>
  )
}
