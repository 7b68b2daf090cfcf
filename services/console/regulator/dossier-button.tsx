import { FilePdfOutlined } from '@ant-design/icons'
import { App } from 'antd'
import type { z } from 'zod'
import type { dossier } from '#schemas/api/dossier.ts'
import { download } from '#console/net/call.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { regulatorTexts } from './texts.ts'

type Dossier = z.infer<typeof dossier>

/** 证据档案: the whole life on signed paper; who asked for it and why is kept with it. */
export const DossierButton = ({ code }: { readonly code: string }) => {
  const say = regulatorTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  return (
    <FormButton
      icon={<FilePdfOutlined />}
      label={say('dossier')}
      consequence={say('dossierHint')}
      fields={[{ name: 'reason', label: say('dossierReason'), kind: 'area', maxLength: 500 }]}
      onSubmit={async (values) => {
        const path = `/v1/cylinders/${encodeURIComponent(code)}/dossiers`
        const { id, no } = await send<Dossier>('POST', path, values)
        await download(`/v1/dossiers/${id}/pdf`, `dossier-${no}-${code}.pdf`)
        void message.success(say('dossierMade', { no }))
      }}
    />
  )
}
