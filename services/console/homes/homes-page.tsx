import { Segmented } from 'antd'
import { useState } from 'react'
import { PageHead } from '#console/parts/page-head.tsx'
import styles from './homes.module.css'
import { ProofList } from './proof-list.tsx'
import { RefusalList } from './refusal-list.tsx'
import { ReportList } from './report-list.tsx'
import { SuspensionList } from './suspension-list.tsx'
import { homeTexts } from './texts.ts'
import { VisitList } from './visit-list.tsx'

const lists = {
  visits: VisitList,
  refusals: RefusalList,
  proofs: ProofList,
  reports: ReportList,
  suspensions: SuspensionList,
} as const

type List = keyof typeof lists

const LISTS = ['visits', 'refusals', 'proofs', 'reports', 'suspensions'] as const

/** 入户安检: what a year owes to homes, and what came in between. */
const HomesPage = () => {
  const say = homeTexts.useTexts()
  const [list, setList] = useState<List>('visits')
  const Shown = lists[list]
  return (
    <>
      <PageHead title={say('homes')} hint={say('homesHint')} />
      <div className={styles['tabs']}>
        <Segmented<List>
          aria-label={say('lists')}
          value={list}
          onChange={setList}
          options={LISTS.map((value) => ({ value, label: say(`list.${value}`) }))}
        />
      </div>
      <Shown />
    </>
  )
}

export default HomesPage
