import { LineChartOutlined } from '@ant-design/icons'
import { Button, Tag } from 'antd'
import { useState } from 'react'
import { dayOf, shownClock, shownSecond } from '#console/i18n/format.ts'
import { EventFacts } from '#console/parts/event-facts.tsx'
import { eventWords } from '#console/parts/event-words.ts'
import { FindingList } from '#console/parts/finding-list.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { FillCurve } from './fill-curve.tsx'
import styles from './life-event.module.css'
import { regulatorTexts } from './texts.ts'
import type { LifeEvent as Event } from './use-trace.ts'

/** Told more than a minute after it happened: an offline device, or somebody who filled it in afterwards. */
const LATE_MS = 60_000

const markOf = ({ findings, type }: Event): string => {
  if (findings.some(({ severity }) => severity === 'block') || type === 'fill.denied')
    return 'block'
  return findings.length > 0 ? 'warn' : 'fine'
}

const knownAt = ({ at, recordedAt }: Event): string =>
  dayOf(at) === dayOf(recordedAt) ? shownClock(recordedAt) : shownSecond(recordedAt)

/** What a reader asks for: the net mass of a fill beside what it follows from; the site only where it is not said already. */
const factsOf = (
  { type, stationId }: Event,
  { siteId, scale, ...body }: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const { grossG, tareG } = body
  const isFill = type === 'fill.completed' || type === 'fill.aborted'
  return {
    ...(siteId === stationId ? {} : { siteId }),
    scale,
    ...(isFill && typeof grossG === 'number' && typeof tareG === 'number'
      ? { netG: grossG - tareG }
      : {}),
    ...body,
  }
}

/** One event: what, when it happened and when it was known, who and where, the findings and those they replaced. */
export const LifeEvent = ({ event, code }: { readonly event: Event; readonly code: string }) => {
  const names = useNames()
  const [drawn, setDrawn] = useState(false)
  const fill = event.type === 'fill.completed' || event.type === 'fill.aborted'
  const say = regulatorTexts.useTexts()
  const word = eventWords.useTexts()
  const late = Date.parse(event.recordedAt) - Date.parse(event.at) > LATE_MS
  const where = [
    [say('station'), event.stationId === null ? null : names.site(event.stationId)],
    [say('device'), event.deviceId],
    [say('operator'), event.operator],
    [say('checkedBy'), event.checkedBy],
    // The day stands above: of what was known on the same one the clock says it.
    [say('known'), knownAt(event)],
  ].filter(([, value]) => typeof value === 'string')
  return (
    <li className={`${styles['event']} ${styles[markOf(event)]}`}>
      <time dateTime={event.at} className={`${styles['time']} numbers`}>
        {shownClock(event.at)}
      </time>
      <div className={styles['what']}>
        <div className={styles['head']}>
          <strong>{eventWords.has(event.type) ? word(event.type) : event.type}</strong>
          {late && <Tag color="warning">{say('late')}</Tag>}
          <span className={styles['where']}>
            {where.map(([name, value]) => `${name} ${value}`).join(' · ')}
          </span>
        </div>
        {event.body !== undefined && <EventFacts body={factsOf(event, event.body)} />}
        {fill && !drawn && (
          <Button
            size="small"
            className={`${styles['curve']} no-print`}
            icon={<LineChartOutlined />}
            onClick={() => setDrawn(true)}
          >
            {say('curve')}
          </Button>
        )}
        {drawn && <FillCurve code={code} eventId={event.id} />}
        {event.findings.length > 0 && <FindingList findings={event.findings} />}
        {event.superseded.length > 0 && (
          <details className={styles['superseded']}>
            <summary>{say('superseded')}</summary>
            <FindingList findings={event.superseded} />
          </details>
        )}
      </div>
    </li>
  )
}
