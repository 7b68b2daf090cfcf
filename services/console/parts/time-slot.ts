import type { FormField } from './form-field.tsx'
import type { FormValues, Span } from './form-values.ts'

/** Two hours each: what is promised at a door. */
const slots = ['08', '10', '12', '14', '16', '18'] as const

const shown = (from: string): string => `${from}:00–${Number(from) + 2}:00`

/** A day and two hours of it: on a phone, where a calendar with a clock does not fit. */
export const slotFields = (
  labels: { readonly day: string; readonly slot: string },
  { optional, hint }: { readonly optional: boolean; readonly hint?: string },
): readonly FormField[] => [
  {
    name: 'day',
    label: labels.day,
    kind: 'day',
    optional,
    ...(hint === undefined ? {} : { hint }),
  },
  {
    name: 'slot',
    label: labels.slot,
    kind: 'choice',
    optional,
    options: slots.map((value) => ({ value, label: shown(value) })),
  },
]

/** China's clock; null unless both were chosen. */
export const slotOf = ({ day, slot }: FormValues): Span | null => {
  if (typeof day !== 'string' || typeof slot !== 'string') return null
  const from = new Date(`${day}T${slot}:00:00+08:00`)
  return {
    from: from.toISOString(),
    to: new Date(from.getTime() + 2 * 3_600_000).toISOString(),
  }
}
