import type { z } from 'zod'
import type { kpis } from '#schemas/api/kpi.ts'
import { shownNumber, shownShare } from '#console/i18n/format.ts'
import { kpiTexts } from './texts.ts'

export type Kpis = z.infer<typeof kpis>
export type Kpi = Kpis['items'][number]
export type Target = NonNullable<Kpi['target']>
/** A figure of one enterprise, or of all. */
export type Figure = Pick<Kpi, 'value' | 'target' | 'met'>

/** How a figure stands: against its target, without one, or not at all. */
export type Standing = 'met' | 'missed' | 'noTarget' | 'noValue'

export const standingOf = ({ value, met }: Figure): Standing => {
  if (value === null) return 'noValue'
  return met === null ? 'noTarget' : met ? 'met' : 'missed'
}

/** Colours of `theme.ts`: words say the same. */
export const standingColours = {
  met: '#156c3f',
  missed: '#b3261e',
  noTarget: '#0f6177',
  noValue: '#8aa0ad',
} as const satisfies Readonly<Record<Standing, string>>

export const tagColours = {
  met: 'success',
  missed: 'error',
  noTarget: 'processing',
  noValue: 'default',
} as const satisfies Readonly<Record<Standing, string>>

export type KpiSay = ReturnType<typeof kpiTexts.useTexts>

/** 0.983 → 98.3 %, 12.5 → 12.5 minutes. */
export const shownFigure = (value: number, unit: Kpi['unit'], say: KpiSay): string =>
  unit === 'share' ? shownShare(value) : say('minutes', { n: shownNumber(value, 1) })

export const shownTarget = ({ bound, value }: Target, unit: Kpi['unit'], say: KpiSay): string =>
  say(`bound.${bound}`, { value: shownFigure(value, unit, say) })
