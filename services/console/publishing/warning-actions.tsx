import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import styles from './publishing.module.css'
import { publishingTexts } from './texts.ts'
import { LEVELS, type Warning } from './warning.ts'

/** Another level, its end, and the report to the gas authority. */
export const WarningActions = ({ warning }: { readonly warning: Warning }) => {
  const say = publishingTexts.useTexts()
  const send = useSend()
  const { id, level, liftedAt, important, reportedAt } = warning
  const open = liftedAt === null
  const unreported = important && reportedAt === null
  if (!open && !unreported) return null
  return (
    <div className={`${styles['line']} no-print`}>
      {open && (
        <>
          <FormButton
            label={say('changeLevel')}
            consequence={say('changeLevelHint')}
            fields={[
              {
                name: 'level',
                label: say('level'),
                kind: 'choice',
                options: LEVELS.filter((value) => value !== level).map((value) => ({
                  value,
                  label: say(`level.${value}`),
                })),
              },
              { name: 'reason', label: say('reason'), kind: 'area' },
            ]}
            onSubmit={(values) => send('POST', `/v1/supply-warnings/${id}/level`, values)}
          />
          <ReasonButton
            danger
            label={say('lift')}
            consequence={say('liftHint')}
            reasonLabel={say('reason')}
            onConfirm={(reason) => send('POST', `/v1/supply-warnings/${id}/lift`, { reason })}
          />
        </>
      )}
      {unreported && (
        <FormButton
          label={say('report')}
          fields={[
            { name: 'authority', label: say('authority'), kind: 'text', maxLength: 100 },
            {
              name: 'number',
              label: say('reportNo'),
              kind: 'text',
              maxLength: 64,
              optional: true,
            },
            {
              name: 'reportedAt',
              label: say('reportedAt'),
              kind: 'instant',
              optional: true,
              hint: say('nowHint'),
            },
          ]}
          onSubmit={({ reportedAt: at, ...values }) =>
            send('POST', `/v1/supply-warnings/${id}/report`, {
              ...values,
              reportedAt: at ?? new Date().toISOString(),
            })
          }
        />
      )}
    </div>
  )
}
