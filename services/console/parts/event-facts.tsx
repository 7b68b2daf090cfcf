import { shownCount, shownDay, shownList, shownMass, shownSecond } from '#console/i18n/format.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { cylinderWords } from './cylinder-words.ts'
import styles from './event-facts.module.css'
import { eventWords } from './event-words.ts'
import { findingName, findingWords } from './finding-words.ts'
import { useNames } from './use-names.ts'

const INSTANT = /^\d{4}-\d\d-\d\dT/
/** Whose it was (customer, order, home) is found by its own page, not by an id. */
const REFERENCE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DAY = /^\d{4}-\d\d-\d\d$/

type Holder = { readonly kind?: unknown; readonly id?: unknown }

/** A number with the unit that its field's name ends in. */
const shownMeasure = (name: string, value: number): string => {
  if (name.endsWith('G')) return shownMass(value)
  return `${shownCount(value)}${name.endsWith('Pa') ? ' Pa' : ''}`
}

/** The values of events in words: ids as names, codes as what they mean, numbers with their unit. */
const useShownValue = () => {
  const word = eventWords.useTexts()
  const place = cylinderWords.useTexts()
  const finding = findingWords.useTexts()
  const say = shellTexts.useTexts()
  const names = useNames()
  const holder = ({ kind, id }: Holder): string => {
    const custody = `custody.${String(kind)}`
    const known = cylinderWords.has(custody) ? place(custody) : String(kind)
    const who = typeof id === 'string' ? names.holder(String(kind), id) : ''
    return [known, who].filter((part) => part !== '').join(' · ')
  }
  const text = (name: string, value: string): string => {
    if (name === 'siteId') return names.site(value)
    if (name === 'vehicle') return names.vehicle(value)
    if (name === 'ownerId' || name === 'labId') return names.enterprise(value)
    if (name === 'codes') return findingName(value, finding)
    const named = `=${value}`
    if (eventWords.has(named)) return word(named)
    if (INSTANT.test(value)) return shownSecond(value)
    return DAY.test(value) ? shownDay(value) : value
  }
  const shown = (name: string, value: unknown): string => {
    if (typeof value === 'number') return shownMeasure(name, value)
    if (typeof value === 'boolean') return say(value ? 'yes' : 'no')
    if (Array.isArray(value)) return shownList(value.map((part) => shown(name, part)))
    if (typeof value === 'string') return text(name, value)
    return name === 'to' ? holder(value as Holder) : JSON.stringify(value)
  }
  return shown
}

/** The fields of an event that people ask for; internal references stay in the raw record. */
export const EventFacts = ({ body }: { readonly body: Readonly<Record<string, unknown>> }) => {
  const word = eventWords.useTexts()
  const shown = useShownValue()
  const facts = Object.entries(body).flatMap(([name, value]) =>
    eventWords.has(name) &&
    value !== null &&
    value !== undefined &&
    !(typeof value === 'string' && REFERENCE.test(value))
      ? [[name, shown(name, value)] as const]
      : [],
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
