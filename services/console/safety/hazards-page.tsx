import { PlusOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Segmented, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { shownDay, shownInstant } from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { HazardTags } from './hazard-tags.tsx'
import { type Hazard, sourceName, sources } from './hazard-types.ts'
import styles from './safety.module.css'
import { safetyTexts } from './texts.ts'
import { useStationField } from './use-station-field.ts'

const STATES = ['open', 'closed'] as const
type State = (typeof STATES)[number]

const NewHazard = () => {
  const say = safetyTexts.useTexts()
  const send = useSend()
  const field = useStationField()
  const own = useSession()?.enterpriseId
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('newHazard')}
      fields={[
        field,
        {
          name: 'source',
          label: say('source'),
          kind: 'choice',
          initial: 'self-check',
          options: sources.map((value) => ({ value, label: say(`source.${value}`) })),
        },
        { name: 'what', label: say('what'), kind: 'area', maxLength: 2000 },
        { name: 'control', label: say('control'), kind: 'area', maxLength: 2000, optional: true },
        { name: 'dueOn', label: say('dueOn'), kind: 'day' },
        {
          name: 'foundAt',
          label: say('foundAt'),
          kind: 'instant',
          optional: true,
          hint: say('nowHint'),
        },
        {
          name: 'major',
          label: say('major'),
          kind: 'flag',
          initial: false,
          hint: say('majorHint'),
        },
        ...(own === null
          ? []
          : [
              {
                name: 'photo',
                label: say('photo'),
                kind: 'picture',
                optional: true,
                upload: uploadPicture({ kind: 'photo' }),
              } as const,
            ]),
      ]}
      onSubmit={({ photo, ...values }) =>
        send('POST', '/v1/company-hazards', {
          ...values,
          ...(photo === undefined ? {} : { photos: [photo] }),
        })
      }
    />
  )
}

const useColumns = (): TableColumnsType<Hazard> => {
  const say = safetyTexts.useTexts()
  const { site } = useNames()
  return [
    {
      title: say('what'),
      key: 'what',
      width: 280,
      render: (_, { id, what }) => (
        <Link to={`/office/hazards/${id}`} className={styles['text'] ?? ''}>
          {what}
        </Link>
      ),
    },
    { title: say('station'), dataIndex: 'stationId', width: 150, render: site },
    {
      title: say('source'),
      dataIndex: 'source',
      width: 120,
      render: (source: string) => sourceName(source, say),
    },
    {
      title: say('progress'),
      key: 'progress',
      width: 200,
      render: (_, row) => <HazardTags row={row} />,
    },
    {
      title: say('dueOn'),
      key: 'dueOn',
      width: 170,
      render: (_, { dueOn, overdue }) => (
        <span className={overdue ? styles['late'] : undefined}>
          {shownDay(dueOn)} {overdue && say('overdue')}
        </span>
      ),
    },
    { title: say('foundAt'), dataIndex: 'foundAt', width: 160, render: shownInstant },
    { title: say('no'), dataIndex: 'no', width: 80 },
  ]
}

/** 公司隐患台账 (R004-A2-8, -9): until somebody else has seen that it is gone. */
const HazardsPage = () => {
  const say = safetyTexts.useTexts()
  const navigate = useNavigate()
  const role = useSession()?.role
  const [state, setState] = useState<State>('open')
  const columns = useColumns()
  return (
    <>
      <PageHead title={say('hazards')} hint={say('hazardsHint')}>
        {role !== 'regulator' && <NewHazard />}
      </PageHead>
      <div className={styles['tabs']}>
        <Segmented<State>
          aria-label={say('state')}
          value={state}
          onChange={setState}
          options={STATES.map((value) => ({ value, label: say(`state.${value}`) }))}
        />
      </div>
      <PageTable<Hazard>
        path="/v1/company-hazards"
        filter={{ state }}
        columns={columns}
        rowKey={({ id }) => id}
        onRow={({ id }) => void navigate({ to: `/office/hazards/${id}` })}
        widthPx={1160}
        empty={say(state === 'open' ? 'noHazards' : 'noClosed')}
      />
    </>
  )
}

export default HazardsPage
