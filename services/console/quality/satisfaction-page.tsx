import { PlusOutlined } from '@ant-design/icons'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { PeriodBar } from '#console/kpi/period-bar.tsx'
import { type Asked, useAsked } from '#console/kpi/use-asked.ts'
import { useSession } from '#console/net/session.ts'
import { PageHead } from '#console/parts/page-head.tsx'
import { ItemResults } from './item-results.tsx'
import styles from './quality.module.css'
import { SatisfactionResult } from './satisfaction-result.tsx'
import { SurveyList } from './survey-list.tsx'
import { qualityTexts } from './texts.ts'

const TABS = ['result', 'items', 'surveys'] as const
type Tab = (typeof TABS)[number]

/** 满意度与服务调查: stars, answers to call-backs, and surveys item by item. */
const SatisfactionPage = () => {
  const say = qualityTexts.useTexts()
  const navigate = useNavigate()
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const tab = TABS.find((one) => one === search['tab']) ?? 'result'
  const [asked] = useAsked()
  const mayEnter = useSession()?.role !== 'regulator'
  const go = (next: Asked & { readonly tab: Tab }): void =>
    void navigate({ to: '.', search: next, replace: true })
  return (
    <>
      <PageHead title={say('satisfaction')} hint={say('satisfactionHint')}>
        {mayEnter && (
          <Button
            type="primary"
            icon={<PlusOutlined />}
            onClick={() => void navigate({ to: '/office/satisfaction/new' })}
          >
            {say('newSurvey')}
          </Button>
        )}
      </PageHead>
      <div className={styles['tabs']}>
        <Segmented<Tab>
          aria-label={say('satisfaction')}
          value={tab}
          onChange={(next) => go({ ...asked, tab: next })}
          options={TABS.map((value) => ({ value, label: say(`tab.${value}`) }))}
        />
      </div>
      {tab !== 'surveys' && (
        <PeriodBar asked={asked} onAsk={(next) => go({ ...next, tab })} ofOne={tab === 'result'} />
      )}
      {tab === 'result' && <SatisfactionResult asked={asked} />}
      {tab === 'items' && <ItemResults asked={asked} />}
      {tab === 'surveys' && <SurveyList />}
    </>
  )
}

export default SatisfactionPage
