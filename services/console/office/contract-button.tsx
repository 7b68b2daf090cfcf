import { PlusOutlined } from '@ant-design/icons'
import type { contractTerms } from '#schemas/api/contract.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { Customer } from './customer.ts'
import { officeTexts } from './texts.ts'

/** Those of the schema, or it does not compile. */
const TERMS: typeof contractTerms = [
  'gas-quality',
  'price-and-settlement',
  'duties-of-both-sides',
  'installation-and-repair',
  'stop-of-supply',
  'free-services',
  'safety-notice',
  'data-security',
]

/** 登记合同: the signed paper, from when to when it holds, and which terms it has. */
export const ContractButton = ({ customer }: { readonly customer: Customer }) => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const { id: customerId, enterpriseId } = customer
  return (
    <FormButton
      icon={<PlusOutlined />}
      label={say('newContract')}
      fields={[
        { name: 'no', label: say('contractNo'), kind: 'text', maxLength: 64 },
        { name: 'signedOn', label: say('signedOn'), kind: 'day' },
        { name: 'validFrom', label: say('contractFrom'), kind: 'day' },
        {
          name: 'validUntil',
          label: say('contractUntil'),
          kind: 'day',
          optional: true,
          hint: say('contractUntilHint'),
        },
        {
          name: 'terms',
          label: say('terms'),
          kind: 'choices',
          hint: say('termsHint'),
          options: TERMS.map((value) => ({ value, label: say(`term.${value}`) })),
        },
        {
          name: 'document',
          label: say('signedPaper'),
          kind: 'picture',
          upload: uploadPicture({ kind: 'document', enterpriseId, customerId }),
        },
      ]}
      onSubmit={(values) => send('POST', '/v1/contracts', { customerId, ...values })}
    />
  )
}
