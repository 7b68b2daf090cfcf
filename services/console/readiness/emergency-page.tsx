import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { PageHead } from '#console/parts/page-head.tsx'
import { useEnterprise } from '#console/parts/use-enterprise.tsx'
import { DrillList } from './drill-list.tsx'
import { InsuranceList } from './insurance-list.tsx'
import { PlanList } from './plan-list.tsx'
import styles from './readiness.module.css'
import { readinessTexts } from './texts.ts'

const lists = { plans: PlanList, drills: DrillList, insurance: InsuranceList } as const
type Tab = keyof typeof lists
const TABS: readonly Tab[] = ['plans', 'drills', 'insurance']

/** 应急与保险: plans with their review, drills with their periods, policies with their end. */
const EmergencyPage = () => {
  const say = readinessTexts.useTexts()
  const navigate = useNavigate()
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const tab = TABS.find((one) => one === search['tab']) ?? 'plans'
  const { id, picker } = useEnterprise()
  const Shown = lists[tab]
  return (
    <>
      <PageHead title={say('emergency')} hint={say('emergencyHint')}>
        {picker}
      </PageHead>
      <div className={styles['tabs']}>
        <Segmented<Tab>
          aria-label={say('emergency')}
          value={tab}
          onChange={(next) => void navigate({ to: '.', search: { tab: next }, replace: true })}
          options={TABS.map((value) => ({ value, label: say(`tab.${value}`) }))}
        />
      </div>
      {id !== undefined && <Shown enterpriseId={id} />}
    </>
  )
}

export default EmergencyPage
