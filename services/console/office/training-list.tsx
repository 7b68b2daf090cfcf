import { PlusOutlined } from '@ant-design/icons'
import { type TableColumnsType, Tag } from 'antd'
import type { z } from 'zod'
import type { training } from '#schemas/api/staff-paper.ts'
import { shownDay } from '#console/i18n/format.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { PageTable } from '#console/parts/page-table.tsx'
import styles from './people-page.module.css'
import { officeTexts } from './texts.ts'
import { useEnterpriseField } from './use-enterprise-field.ts'

type Training = z.infer<typeof training>

const TOPICS = ['law', 'standards', 'safety', 'skills', 'emergency'] as const

/** Job numbers as people list them: by commas, blanks or lines. */
const people = (text: unknown, passed: boolean) =>
  typeof text === 'string'
    ? text
        .split(/[\s,;\u3001\uff0c\uff1b]+/)
        .filter((operator) => operator !== '')
        .map((operator) => ({ operator, passed }))
    : []

const bodyOf = ({ passed, failed, ...rest }: FormValues) => ({
  ...rest,
  people: [...people(passed, true), ...people(failed, false)],
})

/** 培训台账: when, what, who, and who passed. */
export const TrainingList = () => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const { fields, own } = useEnterpriseField()
  const columns: TableColumnsType<Training> = [
    { title: say('heldOn'), dataIndex: 'heldOn', width: 120, render: shownDay },
    {
      title: say('topics'),
      key: 'topics',
      width: 220,
      render: (_, { topics }) =>
        topics.map((topic) => <Tag key={topic}>{say(`topic.${topic}` as 'topic.law')}</Tag>),
    },
    { title: say('content'), dataIndex: 'content', width: 260 },
    {
      title: say('minutes'),
      dataIndex: 'minutes',
      width: 90,
    },
    {
      title: say('participants'),
      key: 'people',
      width: 280,
      render: (_, { people: all }) =>
        all.map(({ operator, passed }) => (
          <Tag key={operator} color={passed ? 'success' : 'error'}>
            {operator}
            {!passed && ` · ${say('notPassed')}`}
          </Tag>
        )),
    },
  ]
  return (
    <>
      <div className={styles['bar']}>
        <FormButton
          type="primary"
          icon={<PlusOutlined />}
          label={say('newTraining')}
          fields={[
            ...fields,
            { name: 'heldOn', label: say('heldOn'), kind: 'day' },
            {
              name: 'topics',
              label: say('topics'),
              kind: 'choices',
              initial: ['safety'],
              options: TOPICS.map((value) => ({ value, label: say(`topic.${value}`) })),
            },
            { name: 'content', label: say('content'), kind: 'area', maxLength: 500 },
            { name: 'minutes', label: say('minutes'), kind: 'whole', initial: 60 },
            { name: 'trainer', label: say('trainer'), kind: 'text', optional: true },
            {
              name: 'passed',
              label: say('whoPassed'),
              kind: 'area',
              maxLength: 20_000,
              hint: say('jobNosHint'),
            },
            {
              name: 'failed',
              label: say('whoFailed'),
              kind: 'area',
              maxLength: 20_000,
              optional: true,
            },
          ]}
          onSubmit={(values) => send('POST', '/v1/trainings', { ...own, ...bodyOf(values) })}
        />
      </div>
      <PageTable<Training>
        path="/v1/trainings"
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={970}
        empty={say('noTraining')}
      />
    </>
  )
}
