import { PlusOutlined } from '@ant-design/icons'
import type { TableColumnsType } from 'antd'
import { dayOf, shownDay } from '#console/i18n/format.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import styles from './people-page.module.css'
import { officeTexts } from './texts.ts'
import { useEnterpriseField } from './use-enterprise-field.ts'

type Staff = {
  readonly enterpriseId: string
  readonly operator: string
  readonly certifiedUntil: string | null
}

/** 员工: by job number, because names are personal data. */
export const StaffList = () => {
  const say = officeTexts.useTexts()
  const names = useNames()
  const send = useSend()
  const { fields, own } = useEnterpriseField()
  const today = dayOf(Date.now())
  const columns: TableColumnsType<Staff> = [
    { title: say('jobNo'), dataIndex: 'operator', width: 180 },
    {
      title: say('enterprise'),
      dataIndex: 'enterpriseId',
      width: 240,
      render: (id: string) => names.enterprise(id),
    },
    {
      title: say('fillingUntil'),
      dataIndex: 'certifiedUntil',
      width: 220,
      render: (day: string | null) =>
        day === null ? (
          '–'
        ) : (
          <span className={day < today ? styles['late'] : undefined}>{shownDay(day)}</span>
        ),
    },
  ]
  return (
    <>
      <div className={styles['bar']}>
        <FormButton
          type="primary"
          icon={<PlusOutlined />}
          label={say('newStaff')}
          consequence={say('newStaffHint')}
          fields={[
            ...fields,
            { name: 'operator', label: say('jobNo'), kind: 'text', maxLength: 64 },
            { name: 'certifiedUntil', label: say('fillingUntil'), kind: 'day', optional: true },
          ]}
          onSubmit={(values) => send('POST', '/v1/staff', { ...own, ...values })}
        />
      </div>
      <PageTable<Staff>
        path="/v1/staff"
        columns={columns}
        rowKey={({ enterpriseId, operator }) => `${enterpriseId} ${operator}`}
        widthPx={640}
        empty={say('noStaff')}
      />
    </>
  )
}
