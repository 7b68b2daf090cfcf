import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import type { kpiRecords } from '#schemas/api/kpi.ts'
import { shownDay, shownInstant } from '#console/i18n/format.ts'
import { type KpiSay } from './figure.ts'
import { kpiTexts } from './texts.ts'

export type KpiRecord = z.infer<typeof kpiRecords>['items'][number]

const words = ['no', 'operator', 'tank', 'line', 'ticket'] as const

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** What a record says of itself where it has no page of its own. */
const named = ({ detail }: KpiRecord, say: KpiSay): string => {
  const name = words.find((one) => text(detail[one]) !== '')
  if (name !== undefined) return say(`detail.${name}`, { value: text(detail[name]) })
  const { dueOn, item } = detail
  if ('premisesId' in detail) {
    return say('detail.premisesId', { dueOn: typeof dueOn === 'string' ? shownDay(dueOn) : '' })
  }
  if ('surveyId' in detail) return say('detail.surveyId', { value: text(item) })
  if ('callBackId' in detail) return say('detail.callBackId')
  return 'orderId' in detail ? say('detail.orderId') : say('detail.none')
}

/** Where the record lies: the cylinder, the case, or what it is called. */
export const RecordAbout = ({
  record,
  area,
}: {
  readonly record: KpiRecord
  readonly area: string | null
}) => {
  const say = kpiTexts.useTexts()
  const { detail } = record
  const { code, caseId, score, metAt, answeredAt } = detail
  if (typeof code === 'string') {
    return <Link to={`/cylinders/${code}`}>{say('detail.code', { value: code })}</Link>
  }
  const done = metAt ?? answeredAt
  const when = typeof done === 'string' ? `${say('metAt')} ${shownInstant(done)}` : ''
  if (typeof caseId === 'string' && area !== null) {
    return (
      <>
        <Link to={`/office/${area}/${caseId}`}>{say('detail.caseId')}</Link> {when}
      </>
    )
  }
  const stars = typeof score === 'number' ? say('score', { n: score }) : ''
  return [named(record, say), when, stars].filter((part) => part !== '').join(' · ')
}
