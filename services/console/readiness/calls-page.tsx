import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { PeriodBar } from '#console/kpi/period-bar.tsx'
import { useAsked } from '#console/kpi/use-asked.ts'
import { useSession } from '#console/net/session.ts'
import { PageHead } from '#console/parts/page-head.tsx'
import { CallList } from './call-list.tsx'
import styles from './readiness.module.css'
import { readinessTexts } from './texts.ts'
import { TimeImport } from './time-import.tsx'
import { WaitList } from './wait-list.tsx'

const TABS = ['calls', 'waits', 'import'] as const
type Tab = (typeof TABS)[number]

const DAY_MS = 86_400_000

/** Days of China, both included, as the instants between which it lies. */
const spanOf = ({ from, to }: { readonly from: string; readonly to: string }) => ({
  from: new Date(`${from}T00:00:00+08:00`).toISOString(),
  to: new Date(Date.parse(`${to}T00:00:00+08:00`) + DAY_MS).toISOString(),
})

/** 热线与窗口: what the exchange and the queue machine counted, and their files. */
const CallsPage = () => {
  const say = readinessTexts.useTexts()
  const navigate = useNavigate()
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const role = useSession()?.role
  const tabs = TABS.filter((tab) => tab !== 'import' || role !== 'regulator')
  const tab = tabs.find((one) => one === search['tab']) ?? 'calls'
  const [asked] = useAsked()
  const go = (next: object): void => void navigate({ to: '.', search: next, replace: true })
  const filter = { ...spanOf(asked), enterpriseId: asked.enterprise }
  return (
    <>
      <PageHead title={say('calls')} hint={say('callsHint')} />
      <div className={styles['tabs']}>
        <Segmented<Tab>
          aria-label={say('calls')}
          value={tab}
          onChange={(next) => go({ ...asked, tab: next })}
          options={tabs.map((value) => ({ value, label: say(`tab.${value}`) }))}
        />
      </div>
      {tab !== 'import' && <PeriodBar asked={asked} onAsk={(next) => go({ ...next, tab })} />}
      {tab === 'calls' && <CallList filter={filter} />}
      {tab === 'waits' && <WaitList filter={filter} />}
      {tab === 'import' && <TimeImport />}
    </>
  )
}

export default CallsPage
