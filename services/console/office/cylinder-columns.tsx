import { Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import { dayOf, shownDay } from '#console/i18n/format.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { ServiceTag } from '#console/parts/service-tag.tsx'
import { useNames } from '#console/parts/use-names.ts'
import styles from './cylinders-page.module.css'

/** The registry as a list: what a person compares with the metal, where it is, and what is due. */
export const useCylinderColumns = (): TableColumnsType<CylinderView> => {
  const word = cylinderWords.useTexts()
  const names = useNames()
  const today = dayOf(Date.now())
  return [
    {
      title: word('code'),
      dataIndex: 'code',
      width: 150,
      render: (code: string) => <Link to={`/cylinders/${code}`}>{code}</Link>,
    },
    { title: word('model'), dataIndex: 'model', width: 100 },
    { title: word('serialNo'), dataIndex: 'serialNo', width: 120, ellipsis: true },
    {
      title: word('service'),
      key: 'service',
      width: 130,
      render: (_, { service }) => <ServiceTag state={service.state} />,
    },
    {
      title: word('content'),
      key: 'content',
      width: 100,
      render: (_, { content }) => word(`content.${content.state}`),
    },
    {
      title: word('custody'),
      key: 'custody',
      width: 210,
      render: (_, { custody: { kind, id } }) =>
        [word(`custody.${kind}`), names.holder(kind, id)].filter((part) => part).join(' · '),
    },
    {
      title: word('nextInspectionOn'),
      dataIndex: 'nextInspectionOn',
      width: 130,
      render: (day: string | null | undefined) =>
        day ? (
          <span className={day < today ? styles['late'] : undefined}>{shownDay(day)}</span>
        ) : (
          '–'
        ),
    },
    {
      title: word('owner'),
      dataIndex: 'ownerId',
      width: 180,
      ellipsis: true,
      render: (id: string) => names.enterprise(id),
    },
  ]
}
