import { dayOf, shownInstant, shownMinute, shownShortDay } from '#console/i18n/format.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { useNames } from '#console/parts/use-names.ts'
import { useNarrow } from '#console/parts/use-narrow.ts'
import styles from './custody-map.module.css'
import type { Stay } from './stays.ts'
import { regulatorTexts } from './texts.ts'

/** Of a move: as much as fits the sheet, within what its label needs and what still reads as a path. */
const LEAST_STEP = 84
const MOST_STEP = 180
const SHEET = 900
const LANE = 46
const BAR = 24
/** As many moves as fit on a sheet; older ones stand in the timeline. */
const SHOWN = 24

const KINDS = ['station', 'vehicle', 'customer', 'lab'] as const

/** The day, and the clock where the move before was on the same one. */
const since = ({ from }: Stay, before: Stay | undefined): string => {
  const sameDay = before !== undefined && dayOf(before.from) === dayOf(from)
  const at = new Date(from).toISOString()
  return sameDay ? shownMinute(at) : shownShortDay(at)
}

/** The same on a phone, where a map would have to be pushed sideways: the newest first. */
const StayList = ({
  stays,
  nameOf,
}: {
  readonly stays: readonly Stay[]
  readonly nameOf: (stay: Stay) => string
}) => (
  <ol className={styles['stays']}>
    {stays.toReversed().map((stay) => (
      <li key={stay.from} data-here={stay.until === null}>
        <time className="numbers">{shownInstant(new Date(stay.from).toISOString())}</time>
        <span>{nameOf(stay)}</span>
      </li>
    ))}
  </ol>
)

/** Where it was: a lane a place, a step a move, from left to right. */
export const CustodyMap = ({ stays }: { readonly stays: readonly Stay[] }) => {
  const say = regulatorTexts.useTexts()
  const word = cylinderWords.useTexts()
  const names = useNames()
  const narrow = useNarrow()
  const shown = stays.slice(-SHOWN)
  const laneOf = ({ kind, id }: Stay): string => `${kind} ${id}`
  const nameOf = ({ kind, id }: Stay): string =>
    names.holder(kind, id) || [word(`custody.${kind}`), id].filter((part) => part).join(' ')
  const lanes = [...new Map(shown.map((stay) => [laneOf(stay), stay])).values()].toSorted(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
  )
  const y = (stay: Stay): number => lanes.findIndex((lane) => laneOf(lane) === laneOf(stay)) * LANE
  const step = Math.min(MOST_STEP, Math.max(LEAST_STEP, SHEET / shown.length))
  const width = shown.length * step
  const height = lanes.length * LANE
  if (shown.length === 0) return <p>{say('noCustody')}</p>
  if (narrow) return <StayList stays={shown} nameOf={nameOf} />
  return (
    <div className={styles['map']}>
      <ul className={styles['names']}>
        {lanes.map((lane) => (
          <li key={laneOf(lane)} style={{ height: LANE }}>
            <small>{word(`custody.${lane.kind}`)}</small>
            {nameOf(lane)}
          </li>
        ))}
      </ul>
      <div className={styles['scroll']} tabIndex={0} role="group" aria-label={say('custodyMap')}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="presentation">
          {lanes.map((lane) => (
            <line
              key={laneOf(lane)}
              x1="0"
              x2={width}
              y1={y(lane) + LANE / 2}
              y2={y(lane) + LANE / 2}
              className={styles['lane']}
            />
          ))}
          {shown.map((stay, n) => {
            const next = shown[n + 1]
            const x = n * step
            const middle = y(stay) + LANE / 2
            return (
              <g key={stay.from} className={styles[stay.until === null ? 'here' : 'was']}>
                {next !== undefined && (
                  <path d={`M${x + step - 4} ${middle} L${x + step + 4} ${y(next) + LANE / 2}`} />
                )}
                <rect x={x + 4} y={middle - BAR / 2} width={step - 8} height={BAR} rx="5">
                  <title>{`${nameOf(stay)} · ${shownInstant(new Date(stay.from).toISOString())}`}</title>
                </rect>
                <text x={x + step / 2} y={middle + 4} textAnchor="middle">
                  {since(stay, shown[n - 1])}
                </text>
              </g>
            )
          })}
        </svg>
      </div>
    </div>
  )
}
