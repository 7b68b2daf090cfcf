import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Card, Segmented, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { siteStock } from '#schemas/api/site.ts'
import { shownCount, shownInstant, shownMass } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import styles from './stock-page.module.css'
import { officeTexts } from './texts.ts'

type Stock = z.infer<typeof siteStock>
type Row = Stock['items'][number]
type Zone = 'all' | 'full' | 'empty' | 'unknown'

const ZONES = ['all', 'full', 'empty', 'unknown'] as const satisfies readonly Zone[]

const zoneName = (zone: string): 'zone.full' | 'zone.empty' | 'zone.unknown' =>
  zone === 'full' || zone === 'empty' ? `zone.${zone}` : 'zone.unknown'

const Totals = ({ stock }: { readonly stock: Stock }) => {
  const say = officeTexts.useTexts()
  const { totals, cylinders, capacityCylinders, massG, capacityG } = stock
  const over =
    (capacityCylinders !== null && cylinders > capacityCylinders) ||
    (capacityG !== null && massG > capacityG)
  return (
    <>
      {over && <Alert type="error" showIcon title={say('overCapacity')} />}
      <dl className={styles['tiles']}>
        <div>
          <dt>{say('here')}</dt>
          <dd className="numbers">
            {shownCount(cylinders)}
            {capacityCylinders !== null && ` / ${shownCount(capacityCylinders)}`}
          </dd>
        </div>
        <div>
          <dt>{say('gasHere')}</dt>
          <dd className="numbers">
            {shownMass(massG)}
            {capacityG !== null && ` / ${shownMass(capacityG)}`}
          </dd>
        </div>
        {totals.map((total) => (
          <div key={`${total.zone} ${total.content} ${total.model}`}>
            <dt>
              {say(zoneName(total.zone))} · {total.model}
            </dt>
            <dd className="numbers">{shownCount(total.cylinders)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** What lies at a site by the books, by zone and size, and each cylinder of it. */
export const SiteStock = ({ siteId }: { readonly siteId: string }) => {
  const say = officeTexts.useTexts()
  const word = cylinderWords.useTexts()
  const names = useNames()
  const [zone, setZone] = useState<Zone>('all')
  const path = `/v1/sites/${siteId}/stock`
  const asked = useQuery({
    queryKey: ['stock', siteId],
    queryFn: ({ signal }) => get<Stock>(`${path}?limit=1`, signal),
  })
  const columns: TableColumnsType<Row> = [
    {
      title: word('code'),
      dataIndex: 'code',
      width: 150,
      render: (code: string) => <Link to={`/cylinders/${code}`}>{code}</Link>,
    },
    { title: word('model'), dataIndex: 'model', width: 110 },
    {
      title: say('zone'),
      dataIndex: 'zone',
      width: 120,
      render: (value: string) => say(zoneName(value)),
    },
    {
      title: word('owner'),
      dataIndex: 'ownerId',
      width: 200,
      ellipsis: true,
      render: (id: string) => names.enterprise(id),
    },
    { title: say('sinceWhen'), dataIndex: 'since', width: 170, render: shownInstant },
  ]
  return (
    <Card size="small" title={say('stockOf', { site: names.site(siteId) })}>
      <Loaded query={asked}>{(stock) => <Totals stock={stock} />}</Loaded>
      <div className={styles['bar']}>
        <Segmented<Zone>
          aria-label={say('zone')}
          value={zone}
          onChange={setZone}
          options={ZONES.map((value) => ({ value, label: say(`zone.${value}`) }))}
        />
      </div>
      <PageTable<Row>
        path={path}
        filter={zone === 'all' ? {} : { zone }}
        columns={columns}
        rowKey={({ code }) => code}
        widthPx={750}
        empty={say('noStock')}
      />
    </Card>
  )
}
