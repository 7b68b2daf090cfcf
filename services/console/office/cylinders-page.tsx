import { Link, useNavigate } from '@tanstack/react-router'
import { Select, Space, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import { shownDay } from '#console/i18n/format.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { ScanField } from '#console/parts/scan-field.tsx'
import { ServiceTag } from '#console/parts/service-tag.tsx'
import { officeTexts } from './texts.ts'

type State = CylinderView['service']['state']

const STATES: readonly State[] = [
  'in-service',
  'quarantined',
  'at-inspection',
  'idle',
  'lost',
  'retired',
]

const useColumns = (): TableColumnsType<CylinderView> => {
  const word = cylinderWords.useTexts()
  return [
    {
      title: word('code'),
      dataIndex: 'code',
      width: 170,
      render: (code: string) => <Link to={`/cylinders/${code}`}>{code}</Link>,
    },
    { title: word('model'), dataIndex: 'model', width: 110 },
    {
      title: word('service'),
      key: 'service',
      width: 140,
      render: (_, { service }) => <ServiceTag state={service.state} />,
    },
    {
      title: word('content'),
      key: 'content',
      width: 120,
      render: (_, { content }) => word(`content.${content.state}`),
    },
    {
      title: word('custody'),
      key: 'custody',
      width: 200,
      render: (_, { custody }) =>
        [word(`custody.${custody.kind}`), custody.kind === 'customer' ? null : custody.id]
          .filter((part) => part)
          .join(' · '),
    },
    {
      title: word('nextInspectionOn'),
      dataIndex: 'nextInspectionOn',
      width: 130,
      render: (day: string | null | undefined) => (day ? shownDay(day) : '–'),
    },
    { title: word('owner'), dataIndex: 'ownerId', width: 160, ellipsis: true },
  ]
}

const CylindersPage = () => {
  const say = officeTexts.useTexts()
  const word = cylinderWords.useTexts()
  const navigate = useNavigate()
  const columns = useColumns()
  const [service, setService] = useState<State>()
  const open = (code: string): void => void navigate({ to: `/cylinders/${code}` })
  return (
    <>
      <PageHead title={say('cylinders')} hint={say('cylindersHint')}>
        <Space wrap>
          <ScanField label={say('scanOrType')} onScan={open} size="middle" />
          <Select<State>
            allowClear
            style={{ minWidth: 150 }}
            placeholder={say('anyState')}
            aria-label={word('service')}
            {...(service === undefined ? {} : { value: service })}
            onChange={setService}
            options={STATES.map((state) => ({ value: state, label: word(`service.${state}`) }))}
          />
        </Space>
      </PageHead>
      <PageTable<CylinderView>
        path="/v1/cylinders"
        filter={{ service }}
        columns={columns}
        rowKey={({ code }) => code}
        onRow={({ code }) => open(code)}
        widthPx={1030}
      />
    </>
  )
}

export default CylindersPage
