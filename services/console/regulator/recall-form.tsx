import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Card, DatePicker, Input, type TableColumnsType } from 'antd'
import { type FormEvent, useState } from 'react'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import { shownInstant } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { NameSelect } from '#console/parts/name-select.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { ServiceTag } from '#console/parts/service-tag.tsx'
import { RecallExport } from './recall-export.tsx'
import { RecallPrint } from './recall-print.tsx'
import styles from './search-page.module.css'
import { regulatorTexts } from './texts.ts'
import { MINUTE_FORMAT } from '#console/parts/minute-format.ts'

export type Recalled = Pick<CylinderView, 'ownerId' | 'content' | 'custody' | 'service'> & {
  readonly code: string | null
  readonly fills: number
  readonly lastFilledAt: string
}

type Asked = Readonly<Record<string, string>>

const useColumns = (): TableColumnsType<Recalled> => {
  const say = regulatorTexts.useTexts()
  const word = cylinderWords.useTexts()
  const names = useNames()
  return [
    {
      title: word('code'),
      dataIndex: 'code',
      width: 160,
      render: (code: string | null) =>
        code === null ? say('unregistered') : <Link to={`/cylinders/${code}`}>{code}</Link>,
    },
    {
      title: word('custody'),
      key: 'custody',
      width: 220,
      render: (_, { custody }) =>
        [word(`custody.${custody.kind}`), names.holder(custody.kind, custody.id)]
          .filter((part) => part)
          .join(' · '),
    },
    {
      title: word('content'),
      key: 'content',
      width: 120,
      render: (_, { content }) => word(`content.${content.state}`),
    },
    {
      title: word('service'),
      key: 'service',
      width: 140,
      render: (_, { service }) => <ServiceTag state={service.state} />,
    },
    { title: say('lastFilled'), dataIndex: 'lastFilledAt', width: 170, render: shownInstant },
    { title: say('fills'), dataIndex: 'fills', width: 80 },
    {
      title: word('owner'),
      dataIndex: 'ownerId',
      width: 180,
      ellipsis: true,
      render: names.enterprise,
    },
  ]
}

const FIELDS = ['tank', 'operator'] as const

type Scale = { readonly id: string; readonly stationId: string }

/** The scales within reach, by name and station. */
const useScales = () => {
  const names = useNames()
  const { data } = useQuery({
    queryKey: ['scales', 'all'],
    queryFn: ({ signal }) => get<Page<Scale>>('/v1/scales?limit=500', signal),
  })
  const scales = data?.items ?? []
  return scales.map(({ id, stationId }) => ({
    value: id,
    label: `${id} · ${names.site(stationId)}`,
  }))
}

/** 召回: cylinders filled on a scale, from a tank, by an operator or at a station in a period, and where they are now. */
export const RecallForm = () => {
  const say = regulatorTexts.useTexts()
  const columns = useColumns()
  const { sites, site } = useNames()
  const scales = useScales()
  const [scale, setScale] = useState<string>()
  const [stationId, setStation] = useState<string>()
  const [period, setPeriod] = useState<readonly [string, string] | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  /** What was asked, for who reads it on paper. */
  const saidOf = ({ scale: on, stationId: at, tank, operator, from = '', to = '' }: Asked) =>
    [
      [say('scale'), on],
      [say('stationId'), at === undefined ? undefined : site(at)],
      [say('tank'), tank],
      [say('operator'), operator],
      [say('period'), `${shownInstant(from)} – ${shownInstant(to)}`],
    ]
      .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]))
      .join(' · ')
  const ask = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (period === null) return
    const given = [...new FormData(event.currentTarget)].flatMap(([name, value]) =>
      typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : [],
    )
    const chosen = Object.entries({ scale, stationId }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    )
    const fields = [...chosen, ...given]
    if (fields.length > 0) {
      setAsked({ ...Object.fromEntries(fields), from: period[0], to: period[1] })
    }
  }
  return (
    <Card title={say('recall')} size="small">
      <form className={`${styles['form']} no-print`} onSubmit={ask}>
        <div>
          <span aria-hidden>{say('scale')}</span>
          <NameSelect
            label={say('scale')}
            placeholder={say('anyOf')}
            value={scale}
            onChange={setScale}
            options={scales}
          />
        </div>
        <div>
          <span aria-hidden>{say('stationId')}</span>
          <NameSelect
            label={say('stationId')}
            placeholder={say('anyOf')}
            value={stationId}
            onChange={setStation}
            options={sites
              .filter(({ kind }) => kind !== 'vehicle' && kind !== 'lab')
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
        </div>
        {FIELDS.map((name) => (
          <label key={name}>
            {say(name)}
            <Input name={name} maxLength={64} placeholder={say('anyOf')} />
          </label>
        ))}
        <label className={styles['wide']}>
          {say('period')}
          <DatePicker.RangePicker
            showTime={{ format: 'HH:mm' }}
            format={MINUTE_FORMAT}
            onChange={(dates) => {
              const [from, to] = dates ?? []
              setPeriod(from && to ? [from.toISOString(), to.toISOString()] : null)
            }}
          />
        </label>
        <Button type="primary" htmlType="submit" disabled={period === null}>
          {say('recallNow')}
        </Button>
      </form>
      {asked === null ? (
        <p className={styles['hint']}>{say('recallHint')}</p>
      ) : (
        <>
          <div className={`${styles['acts']} no-print`}>
            <RecallExport asked={asked} />
            <RecallPrint asked={asked} />
          </div>
          <p className="print-only">{saidOf(asked)}</p>
          <PageTable<Recalled>
            path="/v1/recalls"
            filter={asked}
            columns={columns}
            rowKey={({ code, lastFilledAt }) => `${code} ${lastFilledAt}`}
            widthPx={1040}
            empty={say('recallNone')}
          />
        </>
      )}
    </Card>
  )
}
