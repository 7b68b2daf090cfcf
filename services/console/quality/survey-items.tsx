import { Button, Input, Segmented, Skeleton } from 'antd'
import { ClauseRefs } from '#console/parts/clause-ref.tsx'
import styles from './quality.module.css'
import type { SurveyItem } from './survey.ts'
import { qualityTexts } from './texts.ts'

/** What was looked at, by item. */
export type Looked = Readonly<Record<string, { readonly ok: boolean; readonly remark: string }>>

const ANSWERS = ['conforming', 'notConforming', 'notLooked'] as const
type Answer = (typeof ANSWERS)[number]

const answerOf = (found: Looked[string] | undefined): Answer => {
  if (found === undefined) return 'notLooked'
  return found.ok ? 'conforming' : 'notConforming'
}

/** Items with an answer each; one press says that all the others conform. */
export const SurveyItems = ({
  items,
  looked,
  onLook,
}: {
  readonly items: readonly SurveyItem[]
  readonly looked: Looked
  readonly onLook: (looked: Looked) => void
}) => {
  const say = qualityTexts.useTexts()
  const answer = (item: string, given: Answer): void => {
    const { [item]: before, ...others } = looked
    if (given === 'notLooked') return onLook(others)
    onLook({
      ...looked,
      [item]: { ok: given === 'conforming', remark: before?.remark ?? '' },
    })
  }
  const rest = (): void => {
    const fine = items.map(({ item }) => [item, { ok: true, remark: '' }] as const)
    onLook({ ...Object.fromEntries(fine), ...looked })
  }
  if (items.length === 0) return <Skeleton active />
  return (
    <>
      <div className={styles['over']}>
        <h2>{say('items')}</h2>
        <Button onClick={rest}>{say('restConforms')}</Button>
      </div>
      <ul className={styles['items']}>
        {items.map(({ item, name, clauses }) => {
          const found = looked[item]
          return (
            <li key={item}>
              <div className={styles['item']}>
                <span>
                  <span className={styles['name']}>{name}</span>
                  <ClauseRefs ids={clauses} />
                </span>
                <Segmented<Answer>
                  aria-label={name}
                  value={answerOf(found)}
                  onChange={(given) => answer(item, given)}
                  options={ANSWERS.map((value) => ({ value, label: say(value) }))}
                />
              </div>
              {found?.ok === false && (
                <Input
                  maxLength={200}
                  placeholder={say('remark')}
                  aria-label={`${name} · ${say('remark')}`}
                  value={found.remark}
                  onChange={({ target }) =>
                    onLook({ ...looked, [item]: { ok: false, remark: target.value } })
                  }
                />
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}
