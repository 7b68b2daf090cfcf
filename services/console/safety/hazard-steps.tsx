import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import type { Hazard } from './hazard-types.ts'
import styles from './safety.module.css'
import { safetyTexts } from './texts.ts'

/** What may be done next: reported, rectified, checked again. The API decides. */
export const HazardSteps = ({ row }: { readonly row: Hazard }) => {
  const say = safetyTexts.useTexts()
  const send = useSend()
  const role = useSession()?.role
  if (role === 'regulator' || row.closedAt !== null) return null
  const step = (type: string, { photo, ...values }: FormValues): Promise<unknown> =>
    send('POST', `/v1/company-hazards/${row.id}/steps`, {
      type,
      ...values,
      ...(photo === undefined ? {} : { photos: [photo] }),
    })
  const at: FormField = {
    name: 'at',
    label: say('at'),
    kind: 'instant',
    optional: true,
    hint: say('nowHint'),
  }
  const photo: FormField = {
    name: 'photo',
    label: say('photo'),
    kind: 'picture',
    optional: true,
    upload: uploadPicture({ kind: 'photo', enterpriseId: row.enterpriseId }),
  }
  const area = { kind: 'area', maxLength: 2000 } as const
  return (
    <div className={`${styles['tags']} no-print`}>
      {row.rectifiedAt === null ? (
        <FormButton
          type="primary"
          label={say('step.rectify')}
          consequence={say('rectifyHint')}
          fields={[{ name: 'remedy', label: say('remedy'), ...area }, at, photo]}
          onSubmit={(values) => step('rectify', values)}
        />
      ) : (
        <FormButton
          type="primary"
          label={say('step.recheck')}
          consequence={say('recheckHint')}
          fields={[
            {
              name: 'verdict',
              label: say('passed'),
              kind: 'choice',
              options: (['yes', 'no'] as const).map((value) => ({
                value,
                label: say(`passed.${value}`),
              })),
            },
            { name: 'finding', label: say('finding'), ...area },
            {
              name: 'dueOn',
              label: say('newDue'),
              kind: 'day',
              optional: true,
              hint: say('newDueHint'),
            },
            at,
            photo,
          ]}
          onSubmit={({ verdict, ...values }) =>
            step('recheck', { ...values, passed: verdict === 'yes' })
          }
        />
      )}
      {row.major && row.reportedAt === null && (
        <FormButton
          danger
          label={say('step.report')}
          consequence={say('reportHint')}
          fields={[
            { name: 'to', label: say('to'), kind: 'text', maxLength: 100 },
            { name: 'no', label: say('reportNo'), kind: 'text', maxLength: 64 },
            at,
          ]}
          onSubmit={(values) => step('report', values)}
        />
      )}
    </div>
  )
}
