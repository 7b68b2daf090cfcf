import { type ReactNode, useState } from 'react'
import { useSession } from '#console/net/session.ts'
import type { FormField } from './form-field.tsx'
import { NameSelect } from './name-select.tsx'
import { useNames } from './use-names.ts'
import { workWords } from './work-words.ts'

export type ShownEnterprise = {
  /** undefined until the names are there. */
  readonly id: string | undefined
  /** Chooses among several; nothing for those who work for one. */
  readonly picker: ReactNode
  /** The same question in a form, answered with whom is looked at. */
  readonly fields: readonly FormField[]
}

/** Whose page it is: one's own enterprise; whoever oversees several chooses, and begins with one that has a station. */
export const useEnterprise = (): ShownEnterprise => {
  const say = workWords.useTexts()
  const own = useSession()?.enterpriseId ?? null
  const { enterprises, sites } = useNames()
  const [chosen, setChosen] = useState<string>()
  if (own !== null) return { id: own, picker: null, fields: [] }
  const options = enterprises.map(({ id, name }) => ({ value: id, label: name }))
  const working = enterprises.find(({ id }) => sites.some((site) => site.enterpriseId === id))
  const id = chosen ?? working?.id ?? enterprises[0]?.id
  return {
    id,
    picker: (
      <NameSelect
        label={say('enterprise')}
        allowClear={false}
        value={id}
        onChange={(next: string) => setChosen(next)}
        options={options}
      />
    ),
    fields: [
      {
        name: 'enterpriseId',
        label: say('enterprise'),
        kind: 'choice',
        options,
        ...(id === undefined ? {} : { initial: id }),
      },
    ],
  }
}
