import { useSession } from '#console/net/session.ts'
import type { FormField } from '#console/parts/form-field.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { officeTexts } from './texts.ts'

/** Whose: asked of those alone who work for several. */
export const useEnterpriseField = () => {
  const say = officeTexts.useTexts()
  const own = useSession()?.enterpriseId ?? null
  const { enterprises } = useNames()
  const field: FormField = {
    name: 'enterpriseId',
    label: say('enterprise'),
    kind: 'choice',
    options: enterprises.map(({ id, name }) => ({ value: id, label: name })),
  }
  return { fields: own === null ? [field] : [], own: own === null ? {} : { enterpriseId: own } }
}
