import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import type { FillCurve as Curve } from '#schemas/api/fill-curve.ts'
import { shownClock, shownMass, shownNumber } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import styles from './fill-curve.module.css'
import { roundSteps } from './round-steps.ts'
import { regulatorTexts } from './texts.ts'

/** Of the drawing; it stretches to the room there is. */
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

const clock = (ms: number): string => shownClock(new Date(ms).toISOString())

/** What lies at both ends of a scale, and the round values between them with their place in it (0…1). */
const scaleOf = (low: number, high: number, most: number) => {
  const share = (value: number): number => (value - low) / Math.max(1, high - low)
  return { share, steps: roundSteps(low, high, most).map((value) => ({ value, at: share(value) })) }
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`

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
  const marks = (
    [
      ['limit', curve.maxGrossG],
      ['target', curve.targetGrossG],
      ['tare', curve.tareG],
    ] as const
  ).flatMap(([name, grams]) => (grams === null ? [] : [{ name, grams }]))
  const masses = [...points, ...marks.map(({ grams }) => ({ grossG: grams }))].map((p) => p.grossG)
  const mass = scaleOf(Math.min(...masses) - 300, Math.max(...masses) + 300, 5)
  const time = scaleOf(0, last.ms - first.ms, 6)
  const x = (ms: number): number => time.share(ms - first.ms) * WIDTH
  const y = (grams: number): number => (1 - mass.share(grams)) * HEIGHT
  const line = points.map(({ ms, grossG }) => `${x(ms).toFixed(1)},${y(grossG).toFixed(1)}`)
  return (
    <figure className={styles['figure']}>
      <div className={styles['axes']} aria-hidden>
        <div className={styles['masses']}>
          {mass.steps.map(({ value, at }) => (
            <span key={value} style={{ insetBlockEnd: percent(at) }}>
              {say('inKg', { n: shownNumber(value / 1000, 1) })}
            </span>
          ))}
        </div>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none">
          {mass.steps.map(({ value }) => (
            <line key={value} x2={WIDTH} y1={y(value)} y2={y(value)} className={styles['grid']} />
          ))}
          {marks.map(({ name, grams }) => (
            <line key={name} x2={WIDTH} y1={y(grams)} y2={y(grams)} className={styles[name]} />
          ))}
          <polyline points={line.join(' ')} className={styles['curve']} />
        </svg>
        <div className={styles['times']}>
          {time.steps.map(({ value, at }) => (
            <span key={value} style={{ insetInlineStart: percent(at) }}>
              {say('inSeconds', { n: value / 1000 })}
            </span>
          ))}
        </div>
      </div>
      <figcaption className="numbers">
        <span className={styles['key']}>
          <i className={styles['curve']} />
          {say('curve.gross', { from: shownMass(first.grossG), to: shownMass(last.grossG) })}
        </span>
        {marks.map(({ name, grams }) => (
          <span key={name} className={styles['key']}>
            <i className={styles[name]} />
            {say(`curve.${name}`)} {shownMass(grams)}
          </span>
        ))}
        <span>
          {clock(first.ms)} – {clock(last.ms)} ·{' '}
          {say('curveSeconds', { n: Math.round((last.ms - first.ms) / 1000) })}
        </span>
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
