import { EyeOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useSend } from '#console/net/use-send.ts'
import { Facts } from '#console/parts/facts.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import type { Area } from './case-types.ts'
import { caseTexts } from './texts.ts'

const FIELDS = ['name', 'phone', 'address'] as const

type Values = Readonly<Record<string, string>>

/** Who called: for a reason that stays on record; forgotten when the page is left. */
export const CaseReveal = ({ area, id }: { readonly area: Area; readonly id: string }) => {
  const say = caseTexts.useTexts()
  const send = useSend()
  const [shown, setShown] = useState<Values | null>(null)
  return (
    <>
      {shown !== null && (
        <Facts
          rows={[
            [say('party.name'), shown['name'] ?? shown['unitName']],
            [say('party.phone'), shown['phone']],
            [
              say('party.address'),
              Object.entries(shown).find(([name]) => name.startsWith('address'))?.[1],
            ],
          ]}
        />
      )}
      <FormButton
        className="no-print"
        icon={<EyeOutlined />}
        label={say('reveal')}
        consequence={say('revealHint')}
        fields={[
          {
            name: 'fields',
            label: say('revealWhat'),
            kind: 'choices',
            initial: ['phone'],
            options: FIELDS.map((value) => ({ value, label: say(`party.${value}`) })),
          },
          { name: 'reason', label: say('reason'), kind: 'area', maxLength: 200 },
        ]}
        onSubmit={async (values) => {
          const { values: told } = await send<{ readonly values: Values }>(
            'POST',
            `/v1/${area}/${id}/reveal`,
            values,
          )
          setShown(told)
        }}
      />
    </>
  )
}
