import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { PageHead } from '#console/parts/page-head.tsx'
import { useEnterprise } from '#console/parts/use-enterprise.tsx'
import { HandoverList } from './handover-list.tsx'
import { ManualList } from './manual-list.tsx'
import { PublicityEvents } from './publicity-events.tsx'
import { PublicityYear } from './publicity-year.tsx'
import styles from './publishing.module.css'
import { publishingTexts } from './texts.ts'

const lists = {
  plans: PublicityYear,
  events: PublicityEvents,
  manuals: ManualList,
  handovers: HandoverList,
} as const
type Tab = keyof typeof lists
const TABS: readonly Tab[] = ['plans', 'events', 'manuals', 'handovers']

/** 安全宣传: plans of the year and what was made of them; manuals, and who got one. */
const PublicityPage = () => {
  const say = publishingTexts.useTexts()
  const navigate = useNavigate()
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const tab = TABS.find((one) => one === search['tab']) ?? 'plans'
  const enterprise = useEnterprise()
  const Shown = lists[tab]
  return (
    <>
      <PageHead title={say('publicity')} hint={say('publicityHint')}>
        {enterprise.picker}
      </PageHead>
      <div className={styles['tabs']}>
        <Segmented<Tab>
          aria-label={say('publicity')}
          value={tab}
          onChange={(next) => void navigate({ to: '.', search: { tab: next }, replace: true })}
          options={TABS.map((value) => ({ value, label: say(`publicity.${value}`) }))}
        />
      </div>
      {enterprise.id !== undefined && <Shown enterpriseId={enterprise.id} />}
    </>
  )
}

export default PublicityPage
