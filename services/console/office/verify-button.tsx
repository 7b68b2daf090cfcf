import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { Customer } from './customer.ts'
import { officeTexts } from './texts.ts'

const METHODS = {
  resident: ['paper-seen', 'id-card-reader', 'face-match', 'authority-platform', 'phone-code'],
  unit: ['licence-seen', 'authority-platform', 'phone-code'],
} as const

const RESULTS = ['verified', 'refused', 'mismatch'] as const

/** 实名核验: how, and what came out. */
export const VerifyButton = ({ customer }: { readonly customer: Customer }) => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const methods = METHODS[customer.kind === 'unit' ? 'unit' : 'resident']
  return (
    <FormButton
      label={say('verify')}
      consequence={say('verifyHint')}
      fields={[
        {
          name: 'method',
          label: say('verifyMethod'),
          kind: 'choice',
          initial: methods[0],
          options: methods.map((value) => ({ value, label: say(`method.${value}`) })),
        },
        {
          name: 'result',
          label: say('verifyResult'),
          kind: 'choice',
          initial: 'verified',
          options: RESULTS.map((value) => ({ value, label: say(`identity.${value}`) })),
        },
      ]}
      onSubmit={(values) => send('POST', `/v1/customers/${customer.id}/verifications`, values)}
    />
  )
}
