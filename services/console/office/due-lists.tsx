import { Link, useNavigate } from '@tanstack/react-router'
import { Tag, type TableColumnsType } from 'antd'
import type { z } from 'zod'
import type { dueCylinder } from '#schemas/api/due.ts'
import type { paperDue } from '#schemas/api/vehicle.ts'
import { shownDay } from '#console/i18n/format.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { PageTable } from '#console/parts/page-table.tsx'
import { ServiceTag } from '#console/parts/service-tag.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { workWords } from '#console/parts/work-words.ts'

type Due = z.infer<typeof dueCylinder>
type Paper = z.infer<typeof paperDue>

export const DueDay = ({ day, over }: { readonly day: string; readonly over: boolean }) => {
  const say = workWords.useTexts()
  return (
    <>
      <span className="numbers">{shownDay(day)}</span>{' '}
      {over && <Tag color="error">{say('isOver')}</Tag>}
    </>
  )
}

/** 气瓶到期: inspection, end of life, out of use too long; within a month. */
export const DueCylinders = () => {
  const say = workWords.useTexts()
  const word = cylinderWords.useTexts()
  const names = useNames()
  const navigate = useNavigate()
  const columns: TableColumnsType<Due> = [
    {
      title: word('code'),
      dataIndex: 'code',
      width: 150,
      render: (code: string) => <Link to={`/cylinders/${code}`}>{code}</Link>,
    },
    {
      title: say('kind'),
      dataIndex: 'kind',
      width: 140,
      render: (kind: Due['kind']) => say(`due.${kind}`),
    },
    {
      title: say('dueOn'),
      key: 'dueOn',
      width: 190,
      render: (_, { dueOn, overdue }) => <DueDay day={dueOn} over={overdue} />,
    },
    { title: word('model'), dataIndex: 'model', width: 110 },
    {
      title: word('service'),
      dataIndex: 'service',
      width: 130,
      render: (state: Parameters<typeof ServiceTag>[0]['state']) => <ServiceTag state={state} />,
    },
    {
      title: word('custody'),
      key: 'custody',
      width: 220,
      render: (_, { custody: { kind, id } }) =>
        [
          cylinderWords.has(`custody.${kind}`)
            ? word(`custody.${kind}` as 'custody.station')
            : kind,
          names.holder(kind, id),
        ]
          .filter((part) => part)
          .join(' · '),
    },
  ]
  return (
    <PageTable<Due>
      path="/v1/cylinders/due"
      columns={columns}
      rowKey={({ code, kind }) => `${code} ${kind}`}
      onRow={({ code }) => void navigate({ to: `/cylinders/${code}` })}
      widthPx={940}
      empty={say('nothingDue')}
    />
  )
}

/** 证照到期: papers of vehicles and of people that end within a month. */
export const DuePapers = () => {
  const say = workWords.useTexts()
  const names = useNames()
  const columns: TableColumnsType<Paper> = [
    {
      title: say('paper'),
      key: 'kind',
      width: 170,
      render: (_, { kind, title }) =>
        title ?? (workWords.has(`paper.${kind}`) ? say(`paper.${kind}` as 'paper.other') : kind),
    },
    {
      title: say('paperOf'),
      key: 'holder',
      width: 200,
      render: (_, { holder, holderId }) =>
        `${say(`holder.${holder}`)} ${holder === 'vehicle' ? names.vehicle(holderId) : holderId}`,
    },
    { title: say('paperNo'), dataIndex: 'paperNo', width: 200 },
    {
      title: say('validUntil'),
      key: 'validUntil',
      width: 200,
      render: (_, { validUntil, expired }) => <DueDay day={validUntil} over={expired} />,
    },
  ]
  return (
    <PageTable<Paper>
      path="/v1/papers/due"
      columns={columns}
      rowKey={({ id }) => id}
      widthPx={780}
      empty={say('noPaperDue')}
    />
  )
}
