import { Segmented } from 'antd'
import { useState } from 'react'
import { PageHead } from '#console/parts/page-head.tsx'
import { workWords } from '#console/parts/work-words.ts'
import { Claims } from './claim-list.tsx'
import { DueCylinders, DuePapers } from './due-lists.tsx'
import { Rectifications } from './rectification-list.tsx'
import { WorkItems } from './work-items.tsx'
import styles from './work-page.module.css'

const lists = {
  items: WorkItems,
  claims: Claims,
  rectifications: Rectifications,
  cylinders: DueCylinders,
  papers: DuePapers,
} as const

type List = keyof typeof lists

const LISTS = [
  'items',
  'claims',
  'rectifications',
  'cylinders',
  'papers',
] as const satisfies readonly List[]

/** 待办事项: everything that waits for somebody, the most urgent first. */
const WorkPage = () => {
  const say = workWords.useTexts()
  const [list, setList] = useState<List>('items')
  const Shown = lists[list]
  return (
    <>
      <PageHead title={say('work')} hint={say('workHint')} />
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

export default WorkPage
