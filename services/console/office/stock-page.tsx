import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { balances } from '#schemas/api/balance.ts'
import { get } from '#console/net/call.ts'
import { NameSelect } from '#console/parts/name-select.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { BalanceTiles } from './balance-tiles.tsx'
import { SiteStock } from './site-stock.tsx'
import { StockCounts } from './stock-counts.tsx'
import styles from './stock-page.module.css'
import { officeTexts } from './texts.ts'

/** Where most cylinders lie by the books; of companies with more than one page of rows, among the first. */
const useFullestSite = (): { readonly id: string | undefined; readonly asking: boolean } => {
  const { data, isPending } = useQuery({
    queryKey: ['balances', 'station'],
    queryFn: ({ signal }) =>
      get<z.infer<typeof balances>>('/v1/balances?kind=station&limit=500', signal),
  })
  const at = new Map<string, number>()
  for (const { holder, cylinders } of data?.items ?? [])
    if (holder !== null) at.set(holder, (at.get(holder) ?? 0) + cylinders)
  const [fullest] = [...at].sort(([, a], [, b]) => b - a)
  return { id: fullest?.[0], asking: isPending }
}

/** 库存与差异: where all cylinders are, what lies at one site, and what a count found to differ. */
const StockPage = () => {
  const say = officeTexts.useTexts()
  const { sites } = useNames()
  const [chosen, setChosen] = useState<string>()
  const fullest = useFullestSite()
  const first = sites.find(({ id }) => id === fullest.id) ?? sites[0]
  const siteId = chosen ?? (fullest.asking ? undefined : first?.id)
  return (
    <>
      <PageHead title={say('stock')} hint={say('stockHint')}>
        <NameSelect
          label={say('site')}
          allowClear={false}
          value={siteId}
          onChange={(id: string) => setChosen(id)}
          options={sites.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </PageHead>
      <div className={styles['parts']}>
        <BalanceTiles />
        {siteId !== undefined && (
          <>
            <StockCounts key={siteId} siteId={siteId} />
            <SiteStock siteId={siteId} />
          </>
        )}
      </div>
    </>
  )
}

export default StockPage
