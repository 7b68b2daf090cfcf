import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Dropdown, Button } from 'antd'
import { useState } from 'react'
import { get } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormModal } from '#console/parts/form-modal.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { useNames } from '#console/parts/use-names.ts'
import type { Customer } from './customer.ts'
import { officeTexts } from './texts.ts'

type Kind = 'resident' | 'unit'
type Requirements = {
  readonly idNumber: { readonly demanded: boolean; readonly clause: string | null }
}

const PAPERS = [
  'id-card',
  'hmt-residence-permit',
  'hm-travel-permit',
  'tw-travel-permit',
  'foreign-permanent-residence',
  'passport',
] as const

/** Only what a sale in that region asks for: nobody is asked for a number that no rule demands. */
const useFields = (kind: Kind, region: string | undefined): readonly FormField[] => {
  const say = officeTexts.useTexts()
  const { enterprises } = useNames()
  const own = useSession()?.enterpriseId ?? null
  const { data } = useQuery({
    queryKey: ['requirements', region],
    enabled: region !== undefined,
    queryFn: ({ signal }) =>
      get<Requirements>(`/v1/customers/requirements?region=${region ?? ''}`, signal),
  })
  const asked = data?.idNumber
  const where: readonly FormField[] = [
    {
      name: 'region',
      label: say('region'),
      kind: 'text',
      maxLength: 6,
      hint: say('regionHint'),
      ...(region === undefined ? {} : { initial: region }),
    },
    ...(own === null
      ? [
          {
            name: 'enterpriseId',
            label: say('enterprise'),
            kind: 'choice',
            options: enterprises.map(({ id, name }) => ({ value: id, label: name })),
          } as const,
        ]
      : []),
  ]
  const phone: FormField = { name: 'phone', label: say('phone'), kind: 'text', maxLength: 32 }
  if (kind === 'unit') {
    return [
      { name: 'unitName', label: say('unitName'), kind: 'text' },
      { name: 'uscc', label: say('uscc'), kind: 'text', maxLength: 18 },
      phone,
      ...where,
    ]
  }
  return [
    { name: 'name', label: say('customerName'), kind: 'text' },
    phone,
    ...where,
    {
      name: 'paperKind',
      label: say('paperKind'),
      kind: 'choice',
      optional: asked?.demanded !== true,
      initial: 'id-card',
      options: PAPERS.map((value) => ({ value, label: say(`paper.${value}`) })),
    },
    ...(asked?.demanded === false
      ? [{ name: 'ofAge', label: say('ofAge'), kind: 'flag' } as const]
      : [
          {
            name: 'number',
            label: say('paperNumber'),
            kind: 'text',
            maxLength: 32,
            optional: true,
            ...(asked?.clause ? { hint: say('askedBy', { clause: asked.clause }) } : {}),
          } as const,
        ]),
  ]
}

/** 新用户: a resident or a unit; then the page of the customer, where premises are added. */
export const NewCustomerButton = () => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const navigate = useNavigate()
  const { sites } = useNames()
  const [kind, setKind] = useState<Kind>('resident')
  const [open, setOpen] = useState(false)
  const region = sites.find(({ region: code }) => /^\d{6}$/.test(code))?.region
  const fields = useFields(kind, region)
  const create = async ({ paperKind, number, ...rest }: FormValues): Promise<void> => {
    const paper = number === undefined && rest['ofAge'] === undefined ? undefined : paperKind
    const { id } = await send<Customer>('POST', '/v1/customers', {
      kind,
      ...rest,
      ...(paper === undefined
        ? {}
        : { paper: { kind: paper, ...(number === undefined ? {} : { number }) } }),
    })
    await navigate({ to: `/office/customers/${id}` })
  }
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: (['resident', 'unit'] as const).map((value) => ({
            key: value,
            label: say(`kind.${value}`),
          })),
          onClick: ({ key }) => {
            setKind(key === 'unit' ? 'unit' : 'resident')
            setOpen(true)
          },
        }}
      >
        <Button type="primary" icon={<PlusOutlined />}>
          {say('newCustomer')}
        </Button>
      </Dropdown>
      <FormModal
        key={kind}
        open={open}
        title={say(kind === 'unit' ? 'newUnit' : 'newResident')}
        fields={fields}
        onSubmit={create}
        onClose={() => setOpen(false)}
      />
    </>
  )
}
