import { memo } from 'react'
import { shownMass } from '#console/i18n/format.ts'
import styles from './scale-card.module.css'
import type { Permit } from './scale-state.ts'
import { stationTexts } from './texts.ts'
import { useWeight } from './use-station-live.ts'
import { WeightLine } from './weight-line.tsx'

const STEP_G = 10

/** What lies on a scale: the only part of its card that is drawn with every weight. `exact` = it will not change any more. */
export const ScaleWeight = memo(
  ({
    scale,
    permit,
    exact,
  }: {
    readonly scale: string
    readonly permit: Permit | null
    readonly exact: boolean
  }) => {
    const say = stationTexts.useTexts()
    const grossG = useWeight(scale)
    if (grossG === null) return null
    const exactG = permit === null ? grossG : grossG - permit.tareG
    // Before it has come to rest a third place only flickers.
    const shown = exact ? exactG : Math.round(exactG / STEP_G) * STEP_G
    return (
      <div className={styles['scale']}>
        <p className={`${styles['weight']} numbers`}>
          {shownMass(shown)} <small>{say(permit === null ? 'gross' : 'net')}</small>
        </p>
        {permit !== null && permit.targetGrossG > 0 && <WeightLine scale={scale} permit={permit} />}
      </div>
    )
  },
)
