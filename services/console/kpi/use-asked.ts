import { useNavigate, useSearch } from '@tanstack/react-router'
import { type Period, periodOf, type Preset } from './period.ts'

export type Asked = Period & { readonly enterprise?: string | undefined }

const DAY = /^\d{4}-\d{2}-\d{2}$/

const dayIn = (search: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = search[name]
  return typeof value === 'string' && DAY.test(value) ? value : undefined
}

/** What is looked at stands in the address: it survives the way to the records and back, and can be sent to somebody. */
export const useAsked = (preset: Preset = 'month'): readonly [Asked, (next: Asked) => void] => {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const [from, to] = [dayIn(search, 'from'), dayIn(search, 'to')]
  const enterprise = search['enterprise']
  const period = from !== undefined && to !== undefined ? { from, to } : periodOf(preset)
  const asked = typeof enterprise === 'string' ? { ...period, enterprise } : period
  const ask = (next: Asked): void => void navigate({ to: '.', search: next, replace: true })
  return [asked, ask]
}
