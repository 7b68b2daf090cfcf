import { Empty, Segmented } from 'antd'
import { useState } from 'react'
import type { InspectionBatch } from '#schemas/api/inspection.ts'
import { usePages } from '#console/net/pages.ts'
import { Loaded, LoadFailure } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { BatchList } from './batch-list.tsx'
import { BatchScreen } from './batch-screen.tsx'
import styles from './lab-page.module.css'
import { labTexts } from './texts.ts'
import { useBatch } from './use-batch.ts'

type State = 'open' | 'done'

/** 检验机构: the batches at the side, one of them on the screen. */
const LabPage = () => {
  const say = labTexts.useTexts()
  const [state, setState] = useState<State>('open')
  const [chosen, setChosen] = useState<string | null>(null)
  const list = usePages<InspectionBatch>('/v1/inspection-batches', { state })
  const id = chosen ?? list.rows[0]?.id ?? null
  const batch = useBatch(id)
  return (
    <>
      <PageHead title={say('lab')} hint={say('labHint')}>
        <Segmented<State>
          aria-label={say('batches')}
          value={state}
          onChange={(value) => {
            setState(value)
            setChosen(null)
          }}
          options={[
            { value: 'open', label: say('open') },
            { value: 'done', label: say('done') },
          ]}
        />
      </PageHead>
      {list.error !== null && list.rows.length === 0 ? (
        <LoadFailure error={list.error} refetch={list.refetch} />
      ) : id === null ? (
        !list.isPending && <Empty description={say(state === 'open' ? 'noOpen' : 'noDone')} />
      ) : (
        <div className={styles['sides']}>
          <BatchList list={list} chosen={id} onChoose={setChosen} />
          <div className={styles['screen']}>
            <Loaded query={batch}>{(full) => <BatchScreen key={full.id} batch={full} />}</Loaded>
          </div>
        </div>
      )}
    </>
  )
}

export default LabPage
