import { memo } from 'react'
import styles from './scale-card.module.css'
import type { Permit } from './scale-state.ts'
import { useCurve } from './use-station-live.ts'

const WIDTH = 300
const HEIGHT = 72

/** More than the eye tells apart on a card. */
const MOST_POINTS = 120

/** The last reading always; of the others every so many. */
const thinned = (curveG: readonly number[]): readonly number[] => {
  const step = Math.ceil(curveG.length / MOST_POINTS)
  return curveG.filter((_, n) => (curveG.length - 1 - n) % step === 0)
}

/** The rising weight against target (dashed) and limit. Plain SVG: on a kiosk without a graphics card a canvas costs half as much again. */
export const WeightLine = memo(
  ({ scale, permit }: { readonly scale: string; readonly permit: Permit }) => {
    const curveG = useCurve(scale)
    if (curveG.length < 2) return null
    const low = Math.min(permit.tareG, ...curveG)
    const high = Math.max(permit.maxGrossG, ...curveG) + 200
    const y = (grams: number): number => HEIGHT - ((grams - low) / (high - low)) * HEIGHT
    const shown = thinned(curveG)
    const points = shown
      .map(
        (grams, n) =>
          `${((n / Math.max(1, shown.length - 1)) * WIDTH).toFixed(1)},${y(grams).toFixed(1)}`,
      )
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
  },
)
