import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import type { FillCurve as Curve } from '#schemas/api/fill-curve.ts'
import { shownClock, shownMass } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import styles from './fill-curve.module.css'
import { regulatorTexts } from './texts.ts'

const WIDTH = 640
const HEIGHT = 160
/** More points than pixels say no more. */
const POINTS = 600

type Point = { readonly ms: number; readonly grossG: number }

const pointsOf = ({ slices }: Curve): readonly Point[] => {
  const all = slices.flatMap(({ from, stepMs, grossG }) =>
    grossG.map((mass, n) => ({ ms: Date.parse(from) + n * stepMs, grossG: mass })),
  )
  const step = Math.ceil(all.length / POINTS)
  return all.filter((_, n) => n % step === 0 || n === all.length - 1)
}

const Drawing = ({
  curve,
  points,
}: {
  readonly curve: Curve
  readonly points: readonly Point[]
}) => {
  const say = regulatorTexts.useTexts()
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined) return <p>{say('noCurve')}</p>
  const marks = [
    ['target', curve.targetGrossG],
    ['limit', curve.maxGrossG],
    ['tare', curve.tareG],
  ] as const
  const masses = [...points.map(({ grossG }) => grossG), ...marks.flatMap(([, g]) => g ?? [])]
  const low = Math.min(...masses)
  const high = Math.max(...masses) + 200
  const x = (ms: number): number => ((ms - first.ms) / Math.max(1, last.ms - first.ms)) * WIDTH
  const y = (grams: number): number => HEIGHT - ((grams - low) / (high - low)) * HEIGHT
  const line = points.map(({ ms, grossG }) => `${x(ms).toFixed(1)},${y(grossG).toFixed(1)}`)
  return (
    <figure className={styles['figure']}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
        {marks.map(
          ([name, g]) =>
            g !== null && (
              <line key={name} x1="0" x2={WIDTH} y1={y(g)} y2={y(g)} className={styles[name]} />
            ),
        )}
        <polyline points={line.join(' ')} className={styles['curve']} />
      </svg>
      <figcaption className="numbers">
        {[
          `${shownClock(new Date(first.ms).toISOString())} – ${shownClock(new Date(last.ms).toISOString())}`,
          say('curveSeconds', { n: Math.round((last.ms - first.ms) / 1000) }),
          `${shownMass(first.grossG)} → ${shownMass(last.grossG)}`,
          ...marks.flatMap(([name, g]) =>
            g === null ? [] : [`${say(`curve.${name}`)} ${shownMass(g)}`],
          ),
        ].join(' · ')}
      </figcaption>
    </figure>
  )
}

/** The weights that the scale told while it filled, against target and limit of the permit. */
export const FillCurve = ({
  code,
  eventId,
}: {
  readonly code: string
  readonly eventId: string
}) => {
  const curve = useQuery({
    queryKey: ['fill-curve', code, eventId],
    queryFn: ({ signal }) =>
      get<Curve>(`/v1/cylinders/${encodeURIComponent(code)}/fills/${eventId}/curve`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (curve.error !== null) return <ProblemAlert error={curve.error} />
  if (curve.data === undefined) return <Skeleton active title={false} paragraph={{ rows: 3 }} />
  return <Drawing curve={curve.data} points={pointsOf(curve.data)} />
}
