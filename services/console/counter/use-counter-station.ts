import { useSession } from '#console/net/session.ts'
import type { FormField } from '#console/parts/form-field.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { counterTexts } from './texts.ts'

/** At which counter: one's own, or asked for where somebody has none. */
export const useCounterStation = () => {
  const say = counterTexts.useTexts()
  const { sites } = useNames()
  const own = useSession()?.stationId ?? null
  const fields: readonly FormField[] =
    own === null
      ? [
          {
            name: 'stationId',
            label: say('station'),
            kind: 'choice',
            options: sites.map(({ id, name }) => ({ value: id, label: name })),
            ...(sites.length === 1 && sites[0] !== undefined ? { initial: sites[0].id } : {}),
          },
        ]
      : []
  return { own, fields }
}
