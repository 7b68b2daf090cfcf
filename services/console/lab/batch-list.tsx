import { Button, Progress } from 'antd'
import type { InspectionBatch } from '#schemas/api/inspection.ts'
import { shownInstant } from '#console/i18n/format.ts'
import type { usePages } from '#console/net/pages.ts'
import { shellTexts } from '#console/shell/texts.ts'
import styles from './lab-page.module.css'
import { labTexts } from './texts.ts'

const doneOf = ({ passed, failed }: InspectionBatch): number => passed + failed

const percentOf = (batch: InspectionBatch): number =>
  batch.items === 0 ? 0 : (doneOf(batch) / batch.items) * 100

/** The batches, newest first, each with how far it is. */
export const BatchList = ({
  list,
  chosen,
  onChoose,
}: {
  readonly list: ReturnType<typeof usePages<InspectionBatch>>
  readonly chosen: string
  readonly onChoose: (id: string) => void
}) => {
  const say = labTexts.useTexts()
  const common = shellTexts.useTexts()
  return (
    <nav className={styles['batches']} aria-label={say('batches')}>
      {list.rows.map((batch) => (
        <button
          key={batch.id}
          type="button"
          className={styles['batch']}
          aria-current={batch.id === chosen}
          onClick={() => onChoose(batch.id)}
        >
          <strong>
            {say('batchOf', { owner: batch.enterpriseName ?? batch.enterpriseId, n: batch.items })}
          </strong>
          <span>{say('sentAt', { at: shownInstant(batch.sentAt) })}</span>
          {batch.note !== null && <span>{batch.note}</span>}
          <Progress
            percent={percentOf(batch)}
            size="small"
            aria-label={say('progress')}
            format={() => `${doneOf(batch)} / ${batch.items}`}
          />
        </button>
      ))}
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {common('more')}
        </Button>
      )}
    </nav>
  )
}
