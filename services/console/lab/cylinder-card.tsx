import { Link } from '@tanstack/react-router'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import { shownDay, shownMass } from '#console/i18n/format.ts'
import { Facts } from '#console/parts/facts.tsx'
import styles from './result-form.module.css'
import { labTexts } from './texts.ts'

/** What is registered of a cylinder, to compare with the metal. */
export const CylinderCard = ({
  code,
  cylinder,
}: {
  readonly code: string
  readonly cylinder: CylinderView | undefined
}) => {
  const say = labTexts.useTexts()
  const water = cylinder?.waterVolumeMl
  const years = cylinder?.designLifeYears
  return (
    <div className={styles['card']}>
      <h3>
        {code} <small>{cylinder?.model}</small>{' '}
        <Link to={`/cylinders/${encodeURIComponent(code)}`}>{say('seeLife')}</Link>
      </h3>
      <Facts
        rows={[
          [say('serial'), cylinder?.serialNo],
          [say('maker'), cylinder?.manufacturer],
          [say('made'), cylinder?.madeOn && shownDay(cylinder.madeOn)],
          [say('life'), typeof years === 'number' ? say('years', { n: years }) : null],
          [say('water'), typeof water === 'number' ? `${water / 1000} L` : null],
          [say('tareNow'), cylinder?.tareG ? shownMass(cylinder.tareG) : null],
          [say('lastInspected'), cylinder?.inspectedOn ? shownDay(cylinder.inspectedOn) : null],
        ]}
      />
    </div>
  )
}
