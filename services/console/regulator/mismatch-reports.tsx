import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert } from 'antd'
import type { MismatchReport } from '#schemas/api/mismatch-report.ts'
import { shownCount, shownInstant } from '#console/i18n/format.ts'
import { get, query } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { regulatorTexts } from './texts.ts'

const OUTCOMES = ['copied-tag', 'wrong-record', 'no-difference'] as const

const CloseButton = ({ id }: { readonly id: string }) => {
  const say = regulatorTexts.useTexts()
  const send = useSend()
  const client = useQueryClient()
  return (
    <FormButton
      size="small"
      label={say('mismatch.close')}
      consequence={say('mismatch.closeHint')}
      fields={[
        {
          name: 'outcome',
          label: say('mismatch.outcome'),
          kind: 'choice',
          options: OUTCOMES.map((value) => ({ value, label: say(`mismatch.${value}`) })),
        },
        { name: 'note', label: say('mismatch.note'), kind: 'area', maxLength: 500 },
      ]}
      onSubmit={async (values) => {
        await send('POST', `/v1/mismatch-reports/${id}/close`, values)
        await client.invalidateQueries({ queryKey: ['mismatches'] })
      }}
    />
  )
}

/** 居民反映: that the metal is not what the code says, a sign that it may be a copy. Nothing where nobody told. */
export const MismatchReports = ({ code }: { readonly code: string }) => {
  const say = regulatorTexts.useTexts()
  const role = useSession()?.role
  const { data } = useQuery({
    queryKey: ['mismatches', code],
    queryFn: ({ signal }) =>
      get<Page<MismatchReport>>(`/v1/mismatch-reports${query({ code, limit: 50 })}`, signal),
  })
  return (data?.items ?? []).map((report) => {
    const { id, differs, stamped, times, firstAt, lastAt, outcome, note } = report
    const told = [
      say('mismatch.times', { n: shownCount(times) }),
      shownInstant(firstAt),
      ...(times > 1 ? [say('mismatch.last', { at: shownInstant(lastAt) })] : []),
      ...(stamped === null ? [] : [say('mismatch.stamped', { no: stamped })]),
    ]
    return (
      <Alert
        key={id}
        type={outcome === null ? 'warning' : 'info'}
        showIcon
        title={say('mismatch.title', { what: say(`mismatch.${differs}`) })}
        description={
          <>
            {told.join(' · ')}
            {outcome !== null && (
              <>
                <br />
                {say(`mismatch.${outcome}`)} · {note}
              </>
            )}
          </>
        }
        action={outcome === null && role !== 'regulator' ? <CloseButton id={id} /> : undefined}
      />
    )
  })
}
