import { useSession } from '#console/net/session.ts'
import type { FormField } from '#console/parts/form-field.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { safetyTexts } from './texts.ts'

/** Which station: one's own first. */
export const useStationField = (): FormField => {
  const say = safetyTexts.useTexts()
  const { sites } = useNames()
  const own = useSession()?.stationId ?? null
  const initial = own ?? (sites.length === 1 ? sites[0]?.id : undefined)
  return {
    name: 'stationId',
    label: say('station'),
    kind: 'choice',
    options: sites.map(({ id, name }) => ({ value: id, label: name })),
    ...(initial === undefined ? {} : { initial }),
  }
}
