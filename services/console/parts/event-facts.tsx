import { shownDay, shownMass, shownSecond } from '#console/i18n/format.ts'
import { shellTexts } from '#console/shell/texts.ts'
import styles from './event-facts.module.css'
import { eventWords } from './event-words.ts'
import { useNames } from './use-names.ts'

const INSTANT = /^\d{4}-\d\d-\d\dT/
const DAY = /^\d{4}-\d\d-\d\d$/

/** The fields of an event that people ask for; internal references stay in the raw record. */
export const EventFacts = ({ body }: { readonly body: Readonly<Record<string, unknown>> }) => {
  const word = eventWords.useTexts()
  const say = shellTexts.useTexts()
  const names = useNames()
  const shown = (name: string, value: unknown): string => {
    if (typeof value === 'number') return name.endsWith('G') ? shownMass(value) : String(value)
    if (typeof value === 'boolean') return say(value ? 'yes' : 'no')
    if (Array.isArray(value)) return value.map((part) => shown(name, part)).join(', ')
    if (typeof value !== 'string') return JSON.stringify(value)
    if (name === 'siteId') return names.site(value)
    if (name === 'ownerId' || name === 'labId') return names.enterprise(value)
    const named = `=${value}`
    if (eventWords.has(named)) return word(named)
    if (INSTANT.test(value)) return shownSecond(value)
    return DAY.test(value) ? shownDay(value) : value
  }
  const facts = Object.entries(body).flatMap(([name, value]) =>
    eventWords.has(name) && value !== null ? [[name, shown(name, value)] as const] : [],
  )
  if (facts.length === 0) return null
  return (
    <dl className={styles['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{word(name)}</dt>
          <dd className="numbers">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
