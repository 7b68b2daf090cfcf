import { useQuery } from '@tanstack/react-query'
import { App, type ButtonProps, Tag } from 'antd'
import { shownDay, shownInstant } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import type { HomeArchive, HomeSay } from './home-types.ts'
import styles from './homes.module.css'
import { homeTexts } from './texts.ts'

const OF_A_NOTICE = ['refused-rectification', 'overdue-rectification'] as const
const REASONS = ['danger', 'refused-entry', ...OF_A_NOTICE] as const

const isOfNotice = (reason: unknown): boolean => OF_A_NOTICE.some((one) => one === reason)

const fieldsOf = (
  { notices, customerId, enterpriseId }: HomeArchive,
  say: HomeSay,
): readonly FormField[] => {
  const open = notices.filter(({ closedAt }) => closedAt === null)
  return [
    {
      name: 'reason',
      label: say('reason'),
      kind: 'choice',
      options: REASONS.map((value) => ({
        value,
        label: say(`reason.${value}`),
        disabled: isOfNotice(value) && open.length === 0,
      })),
      ...(open.length === 0 ? { hint: say('noOpenNotice') } : {}),
    },
    {
      name: 'rectificationId',
      label: say('notice'),
      kind: 'choice',
      options: open.map(({ id, no, dueOn }) => ({
        value: id,
        label: `${no} ${say('openUntil', { day: shownDay(dueOn) })}`,
      })),
      when: ({ reason }) => isOfNotice(reason),
    },
    { name: 'notifiedAt', label: say('notifiedAt'), kind: 'instant' },
    { name: 'effectiveAt', label: say('effectiveAt'), kind: 'instant' },
    {
      name: 'signature',
      label: say('signature'),
      kind: 'signature',
      optional: true,
      hint: say('unsignedHint'),
      upload: uploadPicture({ kind: 'signature', customerId, enterpriseId }),
    },
  ]
}

const SuspendButton = ({
  archive,
  size,
}: {
  readonly archive: HomeArchive
  readonly size: ButtonProps['size']
}) => {
  const say = homeTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  return (
    <FormButton
      danger
      size={size}
      label={say('suspend')}
      consequence={say('suspendHint')}
      fields={fieldsOf(archive, say)}
      onSubmit={async ({ signature, ...values }) => {
        await send('POST', '/v1/supply-suspensions', {
          ...values,
          premisesId: archive.premisesId,
          signature:
            signature === undefined
              ? { kind: 'refused' }
              : { kind: 'signature', object: signature },
        })
        void message.success(say('suspended'))
      }}
    />
  )
}

/** 暂停供气 and 恢复供气 of one home, for the office that answers for it. */
export const SupplyButtons = ({
  customerId,
  premisesId,
  size = 'middle',
}: {
  readonly customerId: string
  readonly premisesId: string
  readonly size?: ButtonProps['size']
}) => {
  const say = homeTexts.useTexts()
  const send = useSend()
  const role = useSession()?.role
  const archive = useQuery({
    enabled: role === 'admin' || role === 'office',
    queryKey: ['home-archive', premisesId],
    queryFn: ({ signal }) =>
      get<HomeArchive>(`/v1/customers/${customerId}/premises/${premisesId}/archive`, signal),
  }).data
  if (archive === undefined || (role !== 'admin' && role !== 'office')) return null
  const standing = archive.suspensions.find(({ liftedAt }) => liftedAt === null)
  return (
    <span className={`${styles['line']} no-print`}>
      {standing === undefined ? (
        <SuspendButton archive={archive} size={size} />
      ) : (
        <>
          <Tag color="error">{say('sinceAt', { at: shownInstant(standing.effectiveAt) })}</Tag>
          <ReasonButton
            size={size}
            label={say('lift')}
            consequence={say('liftHint')}
            reasonLabel={say('reason')}
            onConfirm={(reason) =>
              send('POST', `/v1/supply-suspensions/${standing.id}/lift`, { reason })
            }
          />
        </>
      )}
    </span>
  )
}
