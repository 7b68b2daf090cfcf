import { Tag } from 'antd'
import { memo } from 'react'
import { shownClock, shownMass, shownOffset } from '#console/i18n/format.ts'
import { FindingTag } from '#console/parts/finding-list.tsx'
import type { Fill } from './scale-state.ts'
import styles from './station-page.module.css'
import { stationTexts } from './texts.ts'

/** One fill of late: when, which, where, how much, and what is wrong with it. */
export const FillRow = memo(
  ({ fill: { at, code, scale, body, findings, offTargetG } }: { readonly fill: Fill }) => {
    const say = stationTexts.useTexts()
    const netG = Number(body['grossG']) - Number(body['tareG'])
    return (
      <li className="numbers">
        <span>{shownClock(at)}</span>
        <strong>{code}</strong>
        <span>{scale}</span>
        <span>{Number.isFinite(netG) ? shownMass(netG) : '–'}</span>
        <span className={styles['off']}>
          {offTargetG === null ? '' : `${say('deviation')} ${shownOffset(offTargetG)}`}
        </span>
        <span>
          {findings.length === 0 ? (
            <Tag color="success">{say('good')}</Tag>
          ) : (
            findings.map((finding) => <FindingTag key={finding.code} finding={finding} />)
          )}
        </span>
      </li>
    )
  },
)
