import { PlusOutlined } from '@ant-design/icons'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { type PublishingSay, publishingTexts } from './texts.ts'

const KINDS = ['station-closing', 'station-moving', 'business-closure'] as const

const moves = ({ kind }: Readonly<Record<string, unknown>>): boolean => kind === 'station-moving'

/** Where it moves to: the five items of R001-6.2-1. */
const placeFields = (say: PublishingSay): readonly FormField[] => [
  { name: 'name', label: say('placeName'), kind: 'text', maxLength: 100, when: moves },
  { name: 'address', label: say('placeAddress'), kind: 'text', when: moves },
  { name: 'phone', label: say('placePhone'), kind: 'text', maxLength: 32, when: moves },
  { name: 'latitude', label: say('latitude'), kind: 'number', when: moves },
  { name: 'longitude', label: say('longitude'), kind: 'number', when: moves },
]

/** 发布公告: what happens to which station from when, and what becomes of the users. */
export const NoticeButton = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const send = useSend()
  const { sites } = useNames()
  const own = sites.filter((site) => site.enterpriseId === enterpriseId)
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('publish')}
      title={say('newNotice')}
      consequence={say('newNoticeHint')}
      fields={[
        {
          name: 'kind',
          label: say('noticeKind'),
          kind: 'choice',
          initial: 'station-closing',
          options: KINDS.map((value) => ({ value, label: say(`notice.${value}`) })),
        },
        {
          name: 'stationId',
          label: say('station'),
          kind: 'choice',
          when: ({ kind }) => kind !== 'business-closure',
          options: own.map(({ id, name }) => ({ value: id, label: name })),
        },
        { name: 'effectiveOn', label: say('effectiveOn'), kind: 'day' },
        {
          name: 'arrangement',
          label: say('arrangement'),
          kind: 'area',
          maxLength: 1000,
          hint: say('arrangementHint'),
        },
        ...placeFields(say),
        {
          name: 'lateReason',
          label: say('lateReason'),
          kind: 'area',
          optional: true,
          hint: say('lateReasonHint'),
        },
      ]}
      onSubmit={({ name, address, phone, latitude, longitude, ...values }) =>
        send('POST', '/v1/public-notices', {
          enterpriseId,
          ...values,
          ...(name === undefined
            ? {}
            : { newPlace: { name, address, phone, latitude, longitude } }),
        })
      }
    />
  )
}
