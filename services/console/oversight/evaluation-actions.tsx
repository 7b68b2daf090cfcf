import { FilePdfOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useLanguage } from '#console/i18n/texts.ts'
import { download } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { type EvaluationDetail, type Item, isOwn, itemsOf, type Sheet } from './evaluation-types.ts'
import { oversightTexts } from './texts.ts'

/** Every row that was counted and not scored yet gets what was counted. */
const suggestions = (items: readonly Item[]) =>
  items.flatMap(({ no, value, suggested }) =>
    value === null && suggested !== null ? [{ no, ...suggested }] : [],
  )

/** What can be done with a sheet as it stands: count anew, take over, veto, sign, make final, correct; and its PDF. */
export const EvaluationActions = ({
  found,
  sheet,
}: {
  readonly found: EvaluationDetail
  readonly sheet: Sheet | undefined
}) => {
  const say = oversightTexts.useTexts()
  const language = useLanguage()
  const send = useSend()
  const navigate = useNavigate()
  const own = isOwn(found, useSession()?.role)
  const [error, setError] = useState<unknown>(null)
  const path = `/v1/evaluations/${found.id}`
  const { status, enterpriseId } = found
  const changeable = own && (status === 'draft' || status === 'scored')
  const counted = suggestions(itemsOf(found))
  const standing = found.vetoes.filter((veto) => (veto['withdrawn'] ?? null) === null)
  const free = (sheet?.vetoes ?? []).filter(({ code }) =>
    standing.every((veto) => veto.code !== code),
  )
  const reason = { name: 'reason', label: say('reason'), kind: 'area', maxLength: 500 } as const
  return (
    <>
      {changeable && counted.length > 0 && (
        <FormButton
          type="primary"
          label={say('takeCounts', { n: counted.length })}
          consequence={say('takeCountsHint')}
          fields={[]}
          onSubmit={() => send('POST', `${path}/items`, { items: counted })}
        />
      )}
      {changeable && (
        <FormButton
          label={say('collect')}
          consequence={say('collectHint')}
          fields={[]}
          onSubmit={() => send('POST', `${path}/collect`)}
        />
      )}
      {changeable && free.length > 0 && (
        <FormButton
          danger
          label={say('veto')}
          consequence={say('vetoHint')}
          fields={[
            {
              name: 'code',
              label: say('vetoWhy'),
              kind: 'choice',
              options: free.map(({ code, words }) => ({ value: code, label: words[language] })),
            },
            reason,
          ]}
          onSubmit={(values) => send('POST', `${path}/vetoes`, values)}
        />
      )}
      {own && (status === 'scored' || status === 'signed') && (
        <FormButton
          type="primary"
          label={say('sign')}
          consequence={say('signHint')}
          fields={[
            {
              name: 'object',
              label: say('signature'),
              kind: 'signature',
              upload: uploadPicture({ kind: 'signature', enterpriseId }),
            },
          ]}
          onSubmit={(values) => send('POST', `${path}/sign`, values)}
        />
      )}
      {own && status === 'signed' && (
        <FormButton
          type="primary"
          label={say('finalise')}
          consequence={say('finaliseHint')}
          fields={[]}
          onSubmit={() => send('POST', `${path}/finalise`)}
        />
      )}
      {own && status === 'final' && (
        <FormButton
          label={say('correct')}
          consequence={say('correctHint')}
          fields={[reason]}
          onSubmit={async (values) => {
            const body = { corrects: found.id, ...values }
            const { id } = await send<{ readonly id: string }>('POST', '/v1/evaluations', body)
            void navigate({ to: `/office/evaluations/${id}` })
          }}
        />
      )}
      <Button
        icon={<FilePdfOutlined />}
        onClick={() => {
          setError(null)
          download(`${path}/pdf`, `evaluation-${found.no}.pdf`).catch(setError)
        }}
      >
        {say('pdf')}
      </Button>
      <ProblemAlert error={error} />
    </>
  )
}
