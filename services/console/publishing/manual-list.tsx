import { PlusOutlined } from '@ant-design/icons'
import { type TableColumnsType, Tag } from 'antd'
import type { z } from 'zod'
import type { manual } from '#schemas/api/publicity.ts'
import { shownDay } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { ClauseRefs } from '#console/parts/clause-ref.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import styles from './publishing.module.css'
import { type PublishingWord, publishingTexts } from './texts.ts'

type Manual = z.infer<typeof manual>

const CONTENTS = [
  'gas-basics',
  'conditions-of-use',
  'place-conditions',
  'appliances',
  'rights-and-duties-of-users',
  'duties-of-the-company',
  'right-operation',
  'safety-requirements',
  'accident-handling',
  'phones',
  'facility-protection',
  'unlawful-use',
] as const

const NewManual = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const send = useSend()
  const upload = uploadPicture({ kind: 'document', enterpriseId })
  const reviewed = ({ isReviewed }: Readonly<Record<string, unknown>>): boolean =>
    isReviewed === true
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('newManual')}
      consequence={say('newManualHint')}
      fields={[
        { name: 'version', label: say('version'), kind: 'text', maxLength: 64 },
        { name: 'validFrom', label: say('validFrom'), kind: 'day' },
        {
          name: 'contents',
          label: say('contents'),
          kind: 'choices',
          initial: CONTENTS,
          hint: say('contentsHint'),
          options: CONTENTS.map((value) => ({ value, label: say(`has.${value}`) })),
        },
        { name: 'document', label: say('cover'), kind: 'picture', upload },
        { name: 'isReviewed', label: say('isReviewed'), kind: 'flag', hint: say('isReviewedHint') },
        { name: 'reviewedOn', label: say('reviewedOn'), kind: 'day', when: reviewed },
        { name: 'panel', label: say('panel'), kind: 'text', when: reviewed },
        { name: 'minutes', label: say('minutesOf'), kind: 'picture', upload, when: reviewed },
      ]}
      onSubmit={({ isReviewed, reviewedOn, panel, minutes, ...values }) =>
        send('POST', '/v1/safety-manuals', {
          enterpriseId,
          ...values,
          ...(isReviewed === true ? { review: { reviewedOn, panel, minutes } } : {}),
        })
      }
    />
  )
}

/** 安全使用手册: its versions, what each leaves out, and whether it may be handed out. */
export const ManualList = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const mayAdd = useSession()?.role !== 'regulator'
  const columns: TableColumnsType<Manual> = [
    { title: say('version'), dataIndex: 'version', width: 130 },
    {
      title: say('state'),
      key: 'ready',
      width: 130,
      render: (_, { ready }) => (
        <Tag color={ready ? 'success' : 'warning'}>{say(ready ? 'ready' : 'notReady')}</Tag>
      ),
    },
    { title: say('validFrom'), dataIndex: 'validFrom', width: 130, render: shownDay },
    {
      title: say('reviewedOn'),
      key: 'reviewed',
      width: 220,
      render: (_, { reviewedOn, panel }) =>
        reviewedOn === null ? say('notReviewed') : `${shownDay(reviewedOn)} · ${String(panel)}`,
    },
    {
      title: say('leftOut'),
      key: 'missing',
      width: 380,
      render: (_, { missing }) =>
        missing.length === 0
          ? say('complete')
          : missing.map(({ content, clauses }) => (
              <div key={content}>
                {say(`has.${content}` as PublishingWord)} <ClauseRefs ids={clauses} />
              </div>
            )),
    },
  ]
  return (
    <>
      {mayAdd && (
        <div className={styles['bar']}>
          <NewManual enterpriseId={enterpriseId} />
        </div>
      )}
      <PageTable<Manual>
        path="/v1/safety-manuals"
        filter={{ enterpriseId }}
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={990}
        empty={say('noManual')}
      />
    </>
  )
}
