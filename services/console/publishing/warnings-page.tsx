import { Empty, Segmented } from 'antd'
import { useState } from 'react'
import { usePages } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { MoreButton } from '#console/parts/more-button.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { PublishWarning } from './publish-warning.tsx'
import styles from './publishing.module.css'
import { publishingTexts } from './texts.ts'
import type { Warning } from './warning.ts'
import { WarningCard } from './warning-card.tsx'

const STATES = ['in-force', 'unreported', 'all'] as const
type State = (typeof STATES)[number]

/** 预警与停气: what holds now, what still has to be reported, and what was. */
const WarningsPage = () => {
  const say = publishingTexts.useTexts()
  const [state, setState] = useState<State>('in-force')
  const list = usePages<Warning>('/v1/supply-warnings', { state }, 50)
  const role = useSession()?.role
  const mayPublish = role === 'admin' || role === 'office'
  return (
    <>
      <PageHead title={say('warnings')} hint={say('warningsHint')}>
        {mayPublish && <PublishWarning />}
      </PageHead>
      <div className={styles['tabs']}>
        <Segmented<State>
          aria-label={say('warnings')}
          value={state}
          onChange={setState}
          options={STATES.map((value) => ({ value, label: say(`warnings.${value}`) }))}
        />
      </div>
      <Loaded query={list}>
        {() =>
          list.rows.length === 0 ? (
            <Empty description={say(`noWarnings.${state}`)} />
          ) : (
            <ul className={styles['cards']}>
              {list.rows.map((warning) => (
                <WarningCard key={warning.id} warning={warning} mayChange={mayPublish} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton list={list} />
    </>
  )
}

export default WarningsPage
