import { useNavigate } from '@tanstack/react-router'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { useNames } from '#console/parts/use-names.ts'
import { oversightTexts } from './texts.ts'

type Kind = 'enterprise' | 'station' | 'scale' | 'cylinder'

/** `R002-7.1.5, R001-6.2` → ids of clauses. */
export const clausesIn = (text: unknown): readonly string[] =>
  typeof text === 'string' ? text.split(/[\s,;，；、]+/u).filter((one) => one !== '') : []

/** 立案: about a company, a station, a scale or a cylinder; with its subject known nothing of it is asked. */
export const OpenCaseButton = ({
  subject,
}: {
  readonly subject?: { readonly kind: Kind; readonly id: string }
}) => {
  const say = oversightTexts.useTexts()
  const send = useSend()
  const navigate = useNavigate()
  const { enterprises, sites } = useNames()
  const options = [
    ...enterprises.map(({ id, name }) => ({ value: `enterprise ${id}`, label: name })),
    ...sites
      .filter(({ kind }) => kind !== 'vehicle' && kind !== 'lab')
      .map(({ id, name }) => ({ value: `station ${id}`, label: name })),
  ]
  const fields: readonly FormField[] = [
    ...(subject === undefined
      ? [{ name: 'subject', label: say('subject'), kind: 'choice', options } as const]
      : []),
    { name: 'finding', label: say('finding'), kind: 'area', maxLength: 2000 },
    {
      name: 'clauses',
      label: say('clauses'),
      kind: 'text',
      optional: true,
      hint: say('clausesHint'),
    },
  ]
  const open = async ({ subject: named, finding, clauses }: FormValues): Promise<void> => {
    const [kind = '', id = ''] = typeof named === 'string' ? named.split(' ') : []
    const body = { subject: subject ?? { kind, id }, finding, clauses: clausesIn(clauses) }
    const opened = await send<{ readonly id: string }>('POST', '/v1/supervision-cases', body)
    void navigate({ to: `/office/supervision/${opened.id}` })
  }
  return (
    <FormButton
      type={subject === undefined ? 'primary' : 'default'}
      label={say('openCase')}
      fields={fields}
      onSubmit={open}
    />
  )
}
