import { useQuery } from '@tanstack/react-query'
import { Space } from 'antd'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { withObjects } from './measure-list.tsx'
import { clausesIn } from './open-case-button.tsx'
import type { SupervisionCase } from './supervision-types.ts'
import { oversightTexts } from './texts.ts'

type Scale = { readonly id: string; readonly stationId: string }

const ORDERS = ['rectify', 'lock-scale', 'lock-station', 'quarantine'] as const
type Order = (typeof ORDERS)[number]

/** What an order is about, asked as it fits its kind. */
const useTargets = () => {
  const say = oversightTexts.useTexts()
  const { sites } = useNames()
  const scales =
    useQuery({
      queryKey: ['scales', 'all'],
      queryFn: ({ signal }) => get<Page<Scale>>('/v1/scales?limit=500', signal),
    }).data?.items ?? []
  const nameOf = (id: string): string => sites.find((one) => one.id === id)?.name ?? id
  return (kind: Order): readonly FormField[] => {
    const name = 'targets'
    switch (kind) {
      case 'rectify':
        return [{ name: 'workingDays', label: say('workingDays'), kind: 'whole', initial: 5 }]
      case 'lock-scale': {
        const options = scales.map(({ id, stationId }) => ({
          value: id,
          label: `${id} · ${nameOf(stationId)}`,
        }))
        return [{ name, label: say('subject.scale'), kind: 'choice', options }]
      }
      case 'lock-station': {
        const options = sites
          .filter((one) => one.kind !== 'vehicle' && one.kind !== 'lab')
          .map((one) => ({ value: one.id, label: one.name }))
        return [{ name, label: say('subject.station'), kind: 'choice', options }]
      }
      case 'quarantine':
        return [{ name, label: say('codes'), kind: 'area', hint: say('codesHint') }]
    }
  }
}

/** What the regulator orders, and the end of the case. */
export const OrderButtons = ({ found }: { readonly found: SupervisionCase }) => {
  const say = oversightTexts.useTexts()
  const send = useSend()
  const role = useSession()?.role
  const targetsOf = useTargets()
  const path = `/v1/supervision-cases/${found.id}/steps`
  const upload = uploadPicture({ kind: 'photo', enterpriseId: found.enterpriseId })
  if (found.closedAt !== null) return null
  const note: FormField = { name: 'note', label: say('note'), kind: 'area', maxLength: 2000 }
  const picture: FormField = {
    name: 'object',
    label: say('picture'),
    kind: 'picture',
    optional: true,
    upload,
  }
  if (role === 'office' || role === 'station') {
    // An order is answered where it stands.
    if (found.measures.some(({ settledAt }) => settledAt === null)) return null
    return (
      <Space className="no-print">
        <FormButton
          label={say('answerCase')}
          fields={[note, picture]}
          onSubmit={(values) => send('POST', path, { type: 'answer', ...withObjects(values) })}
        />
      </Space>
    )
  }
  if (role !== 'regulator') return null
  return (
    <Space wrap className="no-print">
      {ORDERS.map((kind) => (
        <FormButton
          key={kind}
          danger={kind !== 'rectify'}
          label={say(`measure.${kind}`)}
          consequence={say(`measure.${kind}.hint`)}
          fields={[
            ...targetsOf(kind),
            { name: 'what', label: say('what'), kind: 'area', maxLength: 2000 },
          ]}
          onSubmit={({ targets, ...values }) =>
            send('POST', path, {
              type: 'order',
              kind,
              ...(targets === undefined ? {} : { targets: clausesIn(targets) }),
              ...values,
            })
          }
        />
      ))}
      <FormButton
        label={say('closeCase')}
        consequence={say('closeCaseHint')}
        fields={[note, picture]}
        onSubmit={(values) => send('POST', path, { type: 'close', ...withObjects(values) })}
      />
    </Space>
  )
}
