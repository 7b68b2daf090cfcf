import type { z } from 'zod'
import { shownNumber } from '#console/i18n/format.ts'
import { useNames } from '#console/parts/use-names.ts'
import { useRegions } from '#console/parts/use-regions.ts'
import type { thresholdChange, thresholds } from '#schemas/api/anomaly.ts'
import { anomalyTexts } from './texts.ts'

export type Thresholds = z.infer<typeof thresholds>
export type ThresholdKind = Thresholds['kinds'][number]
export type Threshold = ThresholdKind['thresholds'][number]
export type ThresholdChange = z.infer<typeof thresholdChange>

type Scope = Pick<Thresholds, 'enterpriseId' | 'region'>
type Say = ReturnType<typeof anomalyTexts.useTexts>

/** Up to so many places: a chance of one in a thousand millions has three. */
const PLACES = 3

export const shownThreshold = (
  value: number,
  { unit }: Pick<Threshold, 'unit'>,
  say: Say,
): string => {
  const key = `of.${unit}`
  const n = shownNumber(value, PLACES)
  return anomalyTexts.has(key) ? say(key, { n }) : `${n} ${unit}`
}

/** For whom those hold, in words. */
export const useWhere = (scopes: readonly Scope[]): ((scope: Scope) => string) => {
  const say = anomalyTexts.useTexts()
  const { enterprise } = useNames()
  const called = useRegions(scopes.map(({ region }) => region))
  return ({ enterpriseId, region }) => {
    if (enterpriseId !== null) return say('holds.enterprise', { name: enterprise(enterpriseId) })
    if (region === null || region === '') return say('holds.all')
    return say('holds.region', { region: called(region) })
  }
}

/** As the API takes it: a company, or a region. */
export const namedScope = ({ enterpriseId, region }: Scope) =>
  enterpriseId === null ? { region: region ?? '' } : { enterpriseId }

/** What was set for exactly that scope last; a change of the region says nothing of the company's own. */
export const ownValues = (
  changes: readonly ThresholdChange[],
  kind: string,
  { enterpriseId, region }: Scope,
): Readonly<Record<string, number>> =>
  changes.find(
    (one) =>
      one.kind === kind &&
      one.enterpriseId === enterpriseId &&
      (enterpriseId !== null || one.region === (region ?? '')),
  )?.values ?? {}
