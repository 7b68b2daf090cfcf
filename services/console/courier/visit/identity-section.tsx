import { Segmented, Tag } from 'antd'
import { courierTexts } from '#console/courier/texts.ts'
import type { Stop } from '#schemas/api/stop.ts'
import type { VisitForm } from './visit-form.ts'

type Identity = NonNullable<VisitForm['identity']>

/** 实名核验: whoever is known is only recognised; whoever is not shows a paper. */
export const IdentitySection = ({
  customer,
  identity,
  onChange,
}: {
  readonly customer: Stop['customer']
  readonly identity: VisitForm['identity']
  readonly onChange: (identity: Identity) => void
}) => {
  const say = courierTexts.useTexts()
  const first = customer.identified ? 'same' : 'seen'
  return (
    <>
      <div>
        <Tag color={customer.identified ? 'success' : 'warning'}>
          {say(customer.identified ? 'identified' : 'unidentified')}
        </Tag>
      </div>
      <Segmented<Identity | ''>
        block
        size="large"
        aria-label={say('identity')}
        value={identity ?? ''}
        onChange={(value) => {
          if (value !== '') onChange(value)
        }}
        options={([first, 'mismatch', 'refused'] as const).map((value) => ({
          value,
          label: say(`identity.${value}`),
        }))}
      />
    </>
  )
}
