import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useSession } from '#console/net/session.ts'
import { PageHead } from '#console/parts/page-head.tsx'
import { CallBackDues } from './call-back-dues.tsx'
import { CallBackRecords } from './call-back-records.tsx'
import { CallBackYear } from './call-back-year.tsx'
import styles from './quality.module.css'
import { qualityTexts } from './texts.ts'

const lists = { due: CallBackDues, records: CallBackRecords, year: CallBackYear } as const
type Tab = keyof typeof lists

/** Who makes calls sees whose turn it is, who oversees sees what became of it. */
const shownTo = (role: string | undefined): readonly Tab[] => {
  if (role === 'station') return ['due']
  return role === 'regulator' ? ['records', 'year'] : ['due', 'records', 'year']
}

/** 用户回访: whose turn it is, what was said, and the share of the year against its plan. */
const CallBacksPage = () => {
  const say = qualityTexts.useTexts()
  const navigate = useNavigate()
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const tabs = shownTo(useSession()?.role)
  const tab = tabs.find((one) => one === search['tab']) ?? tabs[0] ?? 'records'
  const Shown = lists[tab]
  return (
    <>
      <PageHead title={say('callBacks')} hint={say('callBacksHint')} />
      {tabs.length > 1 && (
        <div className={styles['tabs']}>
          <Segmented<Tab>
            aria-label={say('callBacks')}
            value={tab}
            onChange={(next) => void navigate({ to: '.', search: { tab: next }, replace: true })}
            options={tabs.map((value) => ({ value, label: say(`tab.${value}`) }))}
          />
        </div>
      )}
      <Shown />
    </>
  )
}

export default CallBacksPage
