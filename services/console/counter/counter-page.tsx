import { Segmented } from 'antd'
import { useState } from 'react'
import { PageHead } from '#console/parts/page-head.tsx'
import styles from './counter.module.css'
import { RefusedList } from './refused-list.tsx'
import { ReturnList } from './return-list.tsx'
import { counterTexts } from './texts.ts'
import { WeighingList } from './weighing-list.tsx'

const lists = {
  returns: ReturnList,
  weighings: WeighingList,
  refusals: RefusedList,
} as const

type List = keyof typeof lists

const LISTS = ['returns', 'weighings', 'refusals'] as const

/** 柜台: what happens where customers come themselves. */
const CounterPage = () => {
  const say = counterTexts.useTexts()
  const [list, setList] = useState<List>('returns')
  const Shown = lists[list]
  return (
    <>
      <PageHead title={say('counter')} hint={say('counterHint')} />
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

export default CounterPage
