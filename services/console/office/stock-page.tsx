import { useState } from 'react'
import { NameSelect } from '#console/parts/name-select.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { BalanceTiles } from './balance-tiles.tsx'
import { SiteStock } from './site-stock.tsx'
import { StockCounts } from './stock-counts.tsx'
import styles from './stock-page.module.css'
import { officeTexts } from './texts.ts'

/** 库存与差异: where all cylinders are, what lies at one site, and what a count found to differ. */
const StockPage = () => {
  const say = officeTexts.useTexts()
  const { sites } = useNames()
  const [chosen, setChosen] = useState<string>()
  // Where gas is filled most cylinders lie.
  const first = sites.find(({ kind }) => kind === 'filling') ?? sites[0]
  const siteId = chosen ?? first?.id
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
