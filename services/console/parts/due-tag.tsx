import { Tag, Tooltip } from 'antd'
import { shownInstant } from '#console/i18n/format.ts'
import { workWords } from './work-words.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

type Say = ReturnType<typeof workWords.useTexts>

const span = (ms: number, say: Say): string => {
  if (ms >= 2 * DAY_MS) return say('days', { n: Math.floor(ms / DAY_MS) })
  if (ms >= HOUR_MS) return say('hours', { n: Math.floor(ms / HOUR_MS) })
  return say('minutes', { n: Math.max(1, Math.floor(ms / MINUTE_MS)) })
}

/** How much time is left until a deadline, or how long it is past. */
export const DueTag = ({
  dueAt,
  provisional = false,
}: {
  readonly dueAt: string | null
  readonly provisional?: boolean
}) => {
  const say = workWords.useTexts()
  if (dueAt === null) return <Tag>{say('noDue')}</Tag>
  const left = Date.parse(dueAt) - Date.now()
  const colour = left < 0 ? 'error' : left < DAY_MS ? 'warning' : 'default'
  return (
    <>
      <Tooltip title={shownInstant(dueAt)}>
        <Tag color={colour}>
          {left < 0
            ? say('overdue', { time: span(-left, say) })
            : say('left', { time: span(left, say) })}
        </Tag>
      </Tooltip>
      {provisional && (
        <Tooltip title={say('provisionalHint')}>
          <Tag>{say('provisional')}</Tag>
        </Tooltip>
      )}
    </>
  )
}
