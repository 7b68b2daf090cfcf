import { FilePdfOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { spotCheckDetail } from '#schemas/api/spot-check.ts'
import { download } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { codeOf } from '#console/parts/scan-field.tsx'
import { oversightTexts } from './texts.ts'

export type SpotCheckDetail = z.infer<typeof spotCheckDetail>

/** What is seen of one cylinder, as the inspector goes along. */
const useItemFields = (found: SpotCheckDetail): readonly FormField[] => {
  const say = oversightTexts.useTexts()
  const upload = uploadPicture({ kind: 'photo', enterpriseId: found.enterpriseId })
  return [
    { name: 'code', label: say('code'), kind: 'text', hint: say('codeHint') },
    { name: 'grossG', label: say('gross'), kind: 'kg' },
    { name: 'tareG', label: say('tare'), kind: 'kg', optional: true, hint: say('tareHint') },
    ...(found.kind === 'cylinders'
      ? [{ name: 'labelledNetG', label: say('labelledNet'), kind: 'kg', optional: true } as const]
      : []),
    ...(['leakFree', 'sealed', 'labelled'] as const).map(
      (name): FormField => ({ name, label: say(name), kind: 'flag', initial: true }),
    ),
    { name: 'sealNo', label: say('sealNo'), kind: 'text', optional: true, maxLength: 64 },
    { name: 'photo', label: say('picture'), kind: 'picture', optional: true, upload },
    { name: 'remark', label: say('note'), kind: 'area', optional: true, maxLength: 500 },
  ]
}

/** Weigh the next one, conclude with both signatures, and the paper of it. */
export const SpotCheckActions = ({ found }: { readonly found: SpotCheckDetail }) => {
  const say = oversightTexts.useTexts()
  const send = useSend()
  const regulator = useSession()?.role === 'regulator'
  const itemFields = useItemFields(found)
  const [error, setError] = useState<unknown>(null)
  const path = `/v1/spot-checks/${found.id}`
  const upload = uploadPicture({ kind: 'signature', enterpriseId: found.enterpriseId })
  const open = regulator && found.concludedAt === null
  return (
    <>
      {open && (
        <FormButton
          type="primary"
          label={say('addItem')}
          fields={itemFields}
          onSubmit={({ code, photo, ...values }) =>
            send('POST', `${path}/items`, {
              code: typeof code === 'string' ? codeOf(code) : '',
              ...values,
              ...(photo === undefined ? {} : { photos: [photo] }),
            })
          }
        />
      )}
      {open && found.items.length > 0 && (
        <FormButton
          label={say('conclude')}
          consequence={say('concludeHint')}
          fields={[
            { name: 'inspector', label: say('inspectorSigns'), kind: 'signature', upload },
            {
              name: 'company',
              label: say('companySigns'),
              kind: 'signature',
              optional: true,
              upload,
            },
            {
              name: 'reason',
              label: say('companyRefuses'),
              kind: 'area',
              optional: true,
              maxLength: 500,
            },
          ]}
          onSubmit={({ inspector, company, reason }) =>
            send('POST', `${path}/conclude`, {
              inspector,
              company:
                company === undefined
                  ? { kind: 'refused', reason: reason ?? '' }
                  : { kind: 'signature', object: company },
            })
          }
        />
      )}
      <Button
        icon={<FilePdfOutlined />}
        onClick={() => {
          setError(null)
          download(`${path}/pdf`, `spot-check-${found.no}.pdf`).catch(setError)
        }}
      >
        {say('pdf')}
      </Button>
      <ProblemAlert error={error} />
    </>
  )
}
