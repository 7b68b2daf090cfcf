import { EyeOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useSend } from '#console/net/use-send.ts'
import { Facts } from '#console/parts/facts.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import type { Customer } from './customer.ts'
import styles from './customers-page.module.css'
import { officeTexts } from './texts.ts'

const FIELDS = {
  resident: ['name', 'phone', 'paperNumber', 'bornOn'],
  unit: ['unitName', 'phone', 'uscc'],
} as const

const PURPOSES = [
  'delivery',
  'verification',
  'safety-inspection',
  'claim',
  'complaint',
  'correction',
  'authority',
  'person-asked',
] as const

const fieldNames = {
  name: 'customerName',
  unitName: 'unitName',
  phone: 'phone',
  paperNumber: 'paperNumber',
  bornOn: 'bornOn',
  uscc: 'uscc',
} as const

type Values = Readonly<Record<string, string>>

/** 查看完整信息: what is starred out, for a purpose and a reason that stay on record; forgotten when the page is left. */
export const RevealButton = ({ customer }: { readonly customer: Customer }) => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const [shown, setShown] = useState<Values | null>(null)
  const fields = FIELDS[customer.kind === 'unit' ? 'unit' : 'resident']
  return (
    <div className={styles['secrets'] ?? ''}>
      {shown !== null && (
        <Facts
          rows={fields.flatMap((name) =>
            shown[name] === undefined ? [] : [[say(fieldNames[name]), shown[name]] as const],
          )}
        />
      )}
      <FormButton
        icon={<EyeOutlined />}
        label={say('reveal')}
        consequence={say('revealHint')}
        fields={[
          {
            name: 'fields',
            label: say('revealWhat'),
            kind: 'choices',
            initial: ['phone'],
            options: fields.map((value) => ({ value, label: say(fieldNames[value]) })),
          },
          {
            name: 'purpose',
            label: say('purpose'),
            kind: 'choice',
            options: PURPOSES.map((value) => ({ value, label: say(`purpose.${value}`) })),
          },
          { name: 'reason', label: say('reason'), kind: 'area', maxLength: 500 },
        ]}
        onSubmit={async (values) => {
          const path = `/v1/customers/${customer.id}/reveal`
          const { values: told } = await send<{ readonly values: Values }>('POST', path, values)
          setShown(told)
        }}
      />
    </div>
  )
}
