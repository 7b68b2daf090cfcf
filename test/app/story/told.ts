import type { TraceEvent } from '#schemas/api/trace.ts'

type Names = ReadonlyMap<string, string>
type Finding = TraceEvent['findings'][number]

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
/** Days of an inspection are those of the test. */
const DAY = /("(?:inspectedOn|nextInspectionOn)":)"\d{4}-\d{2}-\d{2}"/g
const TIME = /\d{4}-\d{2}-\d{2}T[\d:.]+Z/g

/** What the clock decides or chance: left out of a story that is told twice alike. */
const CHANCE = new Set(['fill.curve-compared'])

const findingText = ({ code, severity, clause, profile, measured, limit }: Finding): string =>
  `${code}(${severity}, ${clause}, ${profile}${measured === undefined ? '' : `, ${measured}`}${limit === undefined ? '' : ` / ${limit}`})`

/**
 * A trace as lines: what, who, where, with which content, and which clause was broken. Ids are replaced by names in the order in
 * which they come up, times by `T`.
 */
export const told = (events: readonly TraceEvent[], names: Names): string => {
  const known = new Map(names)
  const nameOf = (id: string): string => {
    const name = known.get(id) ?? `<id ${known.size - names.size + 1}>`
    known.set(id, name)
    return name
  }
  const plain = (text: string): string => text.replace(UUID, nameOf).replace(TIME, 'T')
  return events
    .map((event, i) => {
      const { type, operator, stationId, deviceId, findings, superseded } = event
      const text = JSON.stringify(event['body'] ?? {})
      const days = type === 'inspection.completed' ? text.replace(DAY, '$1"D"') : text
      const body = CHANCE.has(type) ? '' : ` ${days}`
      const head = `${String(i + 1).padStart(2, '0')} ${type} by ${operator ?? '-'} at ${stationId ?? '-'}/${deviceId ?? '-'}`
      const found = findings.map((one) => `\n     ! ${findingText(one)}`)
      const before = superseded.map((one) => `\n     ~ ${findingText(one)}`)
      const checkers =
        typeof event.checkedBy === 'string'
          ? `\n     checked by ${event.checkedBy}, filled by ${event.filledBy}`
          : ''
      return plain(`${head}${body}`) + checkers + plain([...found, ...before].join(''))
    })
    .join('\n')
}
