import { memo } from 'react'
import { shownMass } from '#console/i18n/format.ts'
import styles from './scale-card.module.css'
import type { Permit } from './scale-state.ts'
import { stationTexts } from './texts.ts'
import { useWeight } from './use-station-live.ts'
import { WeightLine } from './weight-line.tsx'

const STEP_G = 10

/** What lies on a scale, rising: the only part of its card that is drawn with every weight. */
export const ScaleWeight = memo(
  ({
    scale,
    permit,
    rising,
  }: {
    readonly scale: string
    readonly permit: Permit | null
    readonly rising: boolean
  }) => {
    const say = stationTexts.useTexts()
    const { grossG, curveG } = useWeight(scale)
    if (grossG === null) return null
    const exactG = permit === null ? grossG : grossG - permit.tareG
    // While it rises a third place only flickers.
    const shown = rising ? Math.round(exactG / STEP_G) * STEP_G : exactG
    return (
      <div className={styles['scale']}>
        <p className={`${styles['weight']} numbers`}>
          {shownMass(shown)} <small>{say(permit === null ? 'gross' : 'net')}</small>
        </p>
        {permit !== null && permit.targetGrossG > 0 && curveG.length > 1 && (
          <WeightLine curveG={curveG} permit={permit} />
        )}
      </div>
    )
  },
)
