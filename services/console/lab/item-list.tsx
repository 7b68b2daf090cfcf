import { Empty, Switch, Tag } from 'antd'
import { useState } from 'react'
import { shownDay, shownMass } from '#console/i18n/format.ts'
import type { Mode } from './batch-screen.tsx'
import styles from './item-list.module.css'
import { labTexts } from './texts.ts'
import type { BatchItem } from './use-batch.ts'

const colours = {
  sent: 'default',
  inspected: 'processing',
  passed: 'success',
  failed: 'error',
} as const satisfies Readonly<Record<BatchItem['state'], string>>

const isLeft = (item: BatchItem, mode: Mode): boolean => {
  switch (mode) {
    case 'receive':
      return item.receivedAt === null
    case 'inspect':
      return item.state === 'sent'
    case 'review':
      return item.state === 'inspected'
    case 'return':
      return item.returnedAt === null
  }
}

/** The cylinders of a batch; what is left to do at this step comes first. */
export const ItemList = ({
  items,
  chosen,
  mode,
  onChoose,
}: {
  readonly items: readonly BatchItem[]
  readonly chosen: string | null
  readonly mode: Mode
  readonly onChoose: (code: string) => void
}) => {
  const say = labTexts.useTexts()
  const [onlyLeft, setOnlyLeft] = useState(false)
  const left = items.filter((item) => isLeft(item, mode))
  const others = onlyLeft ? [] : items.filter((item) => !isLeft(item, mode))
  return (
    <div>
      <label className={styles['filter']}>
        <Switch size="small" checked={onlyLeft} onChange={setOnlyLeft} /> {say('onlyOpen')}
      </label>
      {left.length + others.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} />}
      <ul className={styles['items']}>
        {[...left, ...others].map((item) => (
          <li key={item.code}>
            <button
              type="button"
              aria-current={item.code === chosen}
              onClick={() => onChoose(item.code)}
            >
              <strong>{item.code}</strong>
              <span>
                <Tag color={colours[item.state]}>
                  {say(item.returnedAt === null ? `state.${item.state}` : 'state.returned')}
                </Tag>
                {item.state === 'inspected' && item.result === 'fail' && (
                  <Tag color="error">{say('fail')}</Tag>
                )}
                {item.receivedAt === null && <Tag color="warning">{say('notReceived')}</Tag>}
              </span>
              <span className="numbers">{item.tareG === null ? '' : shownMass(item.tareG)}</span>
              <span>
                {item.nextInspectionOn !== null &&
                  `${say('next')} ${shownDay(item.nextInspectionOn)}`}
              </span>
              <span>
                {[item.inspector, item.reviewer].filter((who) => who !== null).join(' → ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
