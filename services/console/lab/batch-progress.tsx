import { Progress } from 'antd'
import styles from './lab-page.module.css'
import { labTexts } from './texts.ts'
import type { Batch } from './use-batch.ts'

/** How many are received, inspected and reviewed, and how many failed. */
export const BatchProgress = ({ batch }: { readonly batch: Batch }) => {
  const say = labTexts.useTexts()
  const { items, received, waiting, passed, failed } = batch
  const steps = [
    [say('received'), received],
    [say('inspected'), items - waiting],
    [say('reviewed'), passed + failed],
  ] as const
  return (
    <div className={styles['progress']}>
      {steps.map(([name, n]) => (
        <div key={name}>
          <span>
            {name} <strong className="numbers">{`${n} / ${items}`}</strong>
          </span>
          <Progress
            percent={items === 0 ? 0 : (n / items) * 100}
            showInfo={false}
            aria-label={name}
          />
        </div>
      ))}
      <div>
        <span>
          {say('failedCount')} <strong className="numbers">{failed}</strong>
        </span>
        <Progress
          percent={items === 0 ? 0 : (failed / items) * 100}
          showInfo={false}
          strokeColor="var(--bad)"
          aria-label={say('failedCount')}
        />
      </div>
    </div>
  )
}
