import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import type { z } from 'zod'
import type { anomaly, anomalyDetail } from '#schemas/api/anomaly.ts'
import { shownDay, dayOf, shownMass, shownNumber } from '#console/i18n/format.ts'
import { anomalyTexts } from './texts.ts'

export type Anomaly = z.infer<typeof anomaly>
export type AnomalyDetail = z.infer<typeof anomalyDetail>

type Say = ReturnType<typeof anomalyTexts.useTexts>

/** A number with its unit: grams as kilograms, the others in words. */
export const shownMeasure = (value: number, unit: string, say: Say): string => {
  if (unit === 'g') return shownMass(value)
  const key = `unit.${unit}`
  const n = shownNumber(value, 1)
  return anomalyTexts.has(key) ? say(key, { n }) : `${n} ${unit}`
}

/** The sentence with the names of the two sites instead of their ids. */
export const namedSites = (
  sentence: string,
  found: Anomaly,
  site: (id: string) => string,
): string =>
  [found.detail['fromSite'], found.detail['toSite']]
    .filter((id) => typeof id === 'string')
    .reduce((text, id) => text.replaceAll(id, site(id)), sentence)

const colours = { open: 'warning', explained: 'default', confirmed: 'error' } as const

export const AnomalyTag = ({ found }: { readonly found: Anomaly }) => {
  const say = anomalyTexts.useTexts()
  if (found.withdrawnAt !== null) return <Tag>{say('status.withdrawn')}</Tag>
  return <Tag color={colours[found.status]}>{say(`status.${found.status}`)}</Tag>
}

export const AnomalySubject = ({ found }: { readonly found: Anomaly }) => {
  const say = anomalyTexts.useTexts()
  const { kind, id } = found.subject
  if (kind === 'cylinder') return <Link to={`/cylinders/${id}`}>{id}</Link>
  const key = `subject.${kind}`
  return `${anomalyTexts.has(key) ? say(key) : kind} ${id}`
}

/** The days that it touches; `to` is not included. */
export const shownSpan = ({ from, to }: Pick<Anomaly, 'from' | 'to'>): string => {
  const days = [dayOf(from), dayOf(Math.max(Date.parse(from), Date.parse(to) - 1))]
  return [...new Set(days)].map(shownDay).join(' – ')
}
