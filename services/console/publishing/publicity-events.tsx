import { PlusOutlined } from '@ant-design/icons'
import type { TableColumnsType } from 'antd'
import type { z } from 'zod'
import type { publicityEvent, publicityPlan } from '#schemas/api/publicity.ts'
import { shownCount, shownDay } from '#console/i18n/format.ts'
import { usePages } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { aboutFields } from './publicity.ts'
import styles from './publishing.module.css'
import { type PublishingWord, publishingTexts } from './texts.ts'

type Event = z.infer<typeof publicityEvent>
type Plan = z.infer<typeof publicityPlan>

const NewEvent = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const send = useSend()
  const { rows } = usePages<Plan>('/v1/publicity-plans', { enterpriseId })
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('newEvent')}
      fields={[
        { name: 'heldOn', label: say('heldOn'), kind: 'day' },
        {
          name: 'planId',
          label: say('plan'),
          kind: 'choice',
          optional: true,
          hint: say('planHint'),
          options: rows.map(({ id, year, topic, organiser }) => ({
            value: id,
            label: [year, say(`safety.${topic}` as PublishingWord), organiser].join(' · '),
          })),
        },
        ...aboutFields(say, 'topics'),
        { name: 'place', label: say('place'), kind: 'text', maxLength: 100, optional: true },
        { name: 'people', label: say('people'), kind: 'whole' },
        {
          name: 'photo',
          label: say('photo'),
          kind: 'picture',
          optional: true,
          upload: uploadPicture({ kind: 'photo', enterpriseId }),
        },
      ]}
      onSubmit={({ photo, ...values }) =>
        send('POST', '/v1/publicity-events', {
          enterpriseId,
          ...values,
          ...(photo === undefined ? {} : { photos: [photo] }),
        })
      }
    />
  )
}

/** 宣传活动: when, about what, to whom, and how many it reached. */
export const PublicityEvents = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const mayAdd = useSession()?.role !== 'regulator'
  const list = (of: 'safety' | 'way') => (values: readonly string[]) =>
    values.map((value) => say(`${of}.${value}` as PublishingWord)).join(' · ')
  const columns: TableColumnsType<Event> = [
    { title: say('heldOn'), dataIndex: 'heldOn', width: 120, render: shownDay },
    { title: say('safetyTopic'), dataIndex: 'topics', width: 220, render: list('safety') },
    {
      title: say('audience'),
      dataIndex: 'audience',
      width: 110,
      render: (value: string) => say(`audience.${value}` as PublishingWord),
    },
    { title: say('ways'), dataIndex: 'ways', width: 180, render: list('way') },
    { title: say('people'), dataIndex: 'people', width: 90, render: shownCount },
    { title: say('place'), dataIndex: 'place', width: 160, ellipsis: true },
    { title: say('content'), dataIndex: 'content', width: 260 },
  ]
  return (
    <>
      {mayAdd && (
        <div className={styles['bar']}>
          <NewEvent enterpriseId={enterpriseId} />
        </div>
      )}
      <PageTable<Event>
        path="/v1/publicity-events"
        filter={{ enterpriseId }}
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1140}
        empty={say('noEvent')}
      />
    </>
  )
}
