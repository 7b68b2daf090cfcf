import { Checkbox, Segmented, Select } from 'antd'
import { dayOf, shownDay } from '#console/i18n/format.ts'
import { courierTexts } from '#console/courier/texts.ts'
import { PhotoRow } from './photo-row.tsx'
import type { Item } from './visit-form.ts'
import type { VisitPrefill } from './visit-types.ts'
import styles from './visit.module.css'

const defects = [
  'leaking',
  'aged',
  'expired',
  'damaged',
  'wrong-type',
  'no-flame-failure-device',
  'no-ventilation',
  'bedroom',
  'basement',
  'second-gas-source',
  'too-close-to-fire',
  'other',
] as const

const answers = ['ok', 'bad'] as const
type Answer = (typeof answers)[number]

const answerOf = (ok: boolean | null): Answer | '' => (ok === null ? '' : ok ? 'ok' : 'bad')

const ItemRow = ({
  item,
  customerId,
  onChange,
}: {
  readonly item: Item
  readonly customerId: string
  readonly onChange: (item: Item) => void
}) => {
  const say = courierTexts.useTexts()
  const name = say(`item.${item.item}`)
  return (
    <li>
      <div className={styles['ask']}>
        <span>{name}</span>
        <Segmented<Answer | ''>
          aria-label={name}
          className={item.ok === false ? (styles['bad'] ?? '') : ''}
          value={answerOf(item.ok)}
          onChange={(answer) =>
            onChange({
              ...item,
              ok: answer === 'ok',
              defect: answer === 'bad' ? (item.defect ?? 'other') : null,
            })
          }
          options={answers.map((value) => ({ value, label: say(value) }))}
        />
      </div>
      {item.ok === false && (
        <div className={styles['defect']}>
          <Select
            size="large"
            aria-label={say('defect')}
            value={item.defect}
            onChange={(defect) => onChange({ ...item, defect })}
            options={defects.map((value) => ({ value, label: say(`defect.${value}`) }))}
          />
          <PhotoRow
            label={say('photoOfIt')}
            photos={item.photos}
            customerId={customerId}
            onChange={(photos) => onChange({ ...item, photos })}
          />
        </div>
      )}
    </li>
  )
}

/** The five things of every home, as the last visit left them: differences are said, the rest is confirmed at once. */
export const CheckSection = ({
  items,
  checked,
  last,
  customerId,
  onChange,
}: {
  readonly items: readonly Item[]
  readonly checked: boolean
  readonly last: VisitPrefill['check']
  readonly customerId: string
  readonly onChange: (change: { items: readonly Item[]; checked: boolean }) => void
}) => {
  const say = courierTexts.useTexts()
  const complete = items.every(({ ok }) => ok !== null)
  const allWell = (): void =>
    onChange({
      items: items.map((item) => (item.ok === null ? { ...item, ok: true } : item)),
      checked: true,
    })
  return (
    <>
      <p className={styles['quiet']}>
        {last.happenedAt === null
          ? say('neverChecked')
          : say('checkedOn', { day: shownDay(dayOf(last.happenedAt)) })}
      </p>
      <ul className={styles['items']}>
        {items.map((item) => (
          <ItemRow
            key={item.item}
            item={item}
            customerId={customerId}
            onChange={(next) =>
              onChange({
                items: items.map((one) => (one.item === next.item ? next : one)),
                checked,
              })
            }
          />
        ))}
      </ul>
      <Checkbox
        className={styles['tick'] ?? ''}
        checked={checked && complete}
        onChange={({ target }) =>
          target.checked ? allWell() : onChange({ items, checked: false })
        }
      >
        {say(last.happenedAt === null ? 'allWell' : 'asBefore')}
      </Checkbox>
    </>
  )
}
