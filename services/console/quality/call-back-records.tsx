import { type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { callBackListed } from '#schemas/api/call-back.ts'
import { shownInstant } from '#console/i18n/format.ts'
import { CustomerLink } from '#console/parts/customer-link.tsx'
import { NameSelect } from '#console/parts/name-select.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import styles from './quality.module.css'
import { type QualityWord, qualityTexts } from './texts.ts'

type CallBack = z.infer<typeof callBackListed>

const ABOUT = ['delivery', 'inspection', 'counter', 'periodic'] as const
const SATISFACTION = ['satisfied', 'neutral', 'dissatisfied'] as const
const colours = { satisfied: 'success', neutral: 'default', dissatisfied: 'error' } as const

const Answer = ({ row }: { readonly row: CallBack }) => {
  const say = qualityTexts.useTexts()
  const { reached, satisfaction, solved, cause, handling } = row
  if (!reached || satisfaction === null) return <Tag>{say('unreached')}</Tag>
  return (
    <>
      <Tag color={colours[satisfaction as keyof typeof colours]}>
        {say(`satisfaction.${satisfaction}` as QualityWord)}
      </Tag>
      {solved !== null && <Tag>{say(`solved.${solved}` as QualityWord)}</Tag>}
      {cause !== null && (
        <div>
          {[say(`cause.${cause}` as QualityWord), handling].filter((part) => part).join(' · ')}
        </div>
      )}
    </>
  )
}

/** Call-backs as they were recorded, newest first. */
export const CallBackRecords = () => {
  const say = qualityTexts.useTexts()
  const [about, setAbout] = useState<string>()
  const [satisfaction, setSatisfaction] = useState<string>()
  const columns: TableColumnsType<CallBack> = [
    {
      title: say('customer'),
      key: 'customer',
      width: 200,
      render: (_, { customerId, customer }) => (
        <CustomerLink id={customerId} customer={customer} unnamed={say('unnamed')} />
      ),
    },
    { title: say('calledAt'), dataIndex: 'calledAt', width: 160, render: shownInstant },
    {
      title: say('about'),
      dataIndex: 'about',
      width: 130,
      render: (value: string) => say(`about.${value}` as QualityWord),
    },
    {
      title: say('overall'),
      key: 'answer',
      width: 300,
      render: (_, row) => <Answer row={row} />,
    },
    {
      title: say('guidance'),
      dataIndex: 'guidance',
      width: 220,
      render: (given: readonly string[]) =>
        given.map((one) => say(`guidance.${one}` as QualityWord)).join(' · ') || '–',
    },
  ]
  return (
    <>
      <div className={styles['bar']}>
        <NameSelect
          label={say('anyAbout')}
          value={about}
          onChange={setAbout}
          options={ABOUT.map((value) => ({ value, label: say(`about.${value}`) }))}
        />
        <NameSelect
          label={say('anySatisfaction')}
          value={satisfaction}
          onChange={setSatisfaction}
          options={SATISFACTION.map((value) => ({ value, label: say(`satisfaction.${value}`) }))}
        />
      </div>
      <PageTable<CallBack>
        path="/v1/call-backs"
        filter={{ about, satisfaction }}
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1010}
        empty={say('noRecord')}
      />
    </>
  )
}
