import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { useNames } from '#console/parts/use-names.ts'
import type { Area } from './case-types.ts'
import type { CaseSay, CaseWord } from './step.ts'
import { caseTexts } from './texts.ts'

const CHANNELS = ['phone', 'visit', 'letter', 'web', 'app', 'message', 'media'] as const
const KINDS = {
  complaints: ['complaint', 'message', 'letter', 'matter'],
  repairs: ['repair', 'installation', 'alteration'],
  incidents: ['leak', 'fire', 'explosion', 'poisoning', 'other'],
} as const
const TOPICS = {
  complaints: [
    'gas-quality',
    'filling',
    'residual',
    'cylinder',
    'delivery',
    'attitude',
    'price',
    'repair',
    'safety',
    'privacy',
    'other',
  ],
  repairs: [
    'bad-flame',
    'cylinder',
    'valve',
    'regulator',
    'hose',
    'stove',
    'water-heater',
    'alarm',
    'other',
  ],
  incidents: [],
} as const

const choice = (
  say: CaseSay,
  name: string,
  label: CaseWord,
  values: readonly string[],
  initial?: string,
): FormField => ({
  name,
  label: say(label),
  kind: 'choice',
  options: values.map((value) => ({ value, label: say(`${name}.${value}` as CaseWord) })),
  ...(initial === undefined ? {} : { initial }),
})

const text = (say: CaseSay, name: 'name' | 'phone' | 'address'): FormField => ({
  name,
  label: say(`party.${name}`),
  kind: 'text',
  optional: true,
})

/** 受理: somebody called, wrote or came. With a customer nothing of who it is has to be asked. */
export const NewCaseButton = ({
  area,
  customerId,
}: {
  readonly area: Area
  readonly customerId?: string
}) => {
  const say = caseTexts.useTexts()
  const send = useSend()
  const navigate = useNavigate()
  const { sites } = useNames()
  const own = useSession()?.stationId ?? undefined
  const [firstKind] = KINDS[area]
  const stations = sites.filter(({ kind }) => kind !== 'vehicle')
  const station: FormField = {
    name: 'stationId',
    label: say('station'),
    kind: 'choice',
    ...(own === undefined ? {} : { initial: own }),
    options: stations.map(({ id, name }) => ({ value: id, label: name })),
  }
  const fields: readonly FormField[] = [
    choice(say, 'kind', 'kindOf', KINDS[area], firstKind),
    ...(TOPICS[area].length === 0 ? [] : [choice(say, 'topic', 'topic', TOPICS[area])]),
    choice(say, 'channel', 'field.channel', CHANNELS, 'phone'),
    ...(customerId === undefined
      ? [station, text(say, 'name'), text(say, 'phone'), text(say, 'address')]
      : []),
    { name: 'text', label: say('field.text'), kind: 'area', maxLength: 4000 },
  ]
  const open = async (values: FormValues): Promise<void> => {
    // The place says which rules apply; a customer has one of their own.
    const region = sites.find(({ id }) => id === values['stationId'])?.region
    const body = { ...values, ...(customerId === undefined ? { region } : { customerId }) }
    const { id } = await send<{ readonly id: string }>('POST', `/v1/${area}`, body)
    void navigate({ to: `/office/${area}/${id}` })
  }
  return (
    <FormButton
      type={customerId === undefined ? 'primary' : 'default'}
      icon={<PlusOutlined />}
      label={say(`new.${area}`)}
      fields={fields}
      onSubmit={open}
    />
  )
}
