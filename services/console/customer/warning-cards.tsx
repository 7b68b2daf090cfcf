import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import type { z } from 'zod'
import type { openWarning } from '#schemas/api/supply-warning.ts'
import { shownInstant } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { customerTexts } from './texts.ts'

type Warning = z.infer<typeof openWarning>

const isBad = ({ level, kind }: Warning): boolean =>
  level === 'orange' || level === 'red' || kind === 'interruption'

/** 预警、停气: what holds where the customer lives, and what to do to be safe; nothing when nothing holds. */
export const WarningCards = () => {
  const say = customerTexts.useTexts()
  const { data } = useQuery({
    queryKey: ['my', 'warnings'],
    queryFn: ({ signal }) => get<{ readonly items: readonly Warning[] }>('/v1/me/warnings', signal),
  })
  return (data?.items ?? []).map((warning) => {
    const { title, cause, advice, startsAt, endsAt } = warning
    const span =
      endsAt === null
        ? say('warningSince', { from: shownInstant(startsAt) })
        : say('warningSpan', { from: shownInstant(startsAt), to: shownInstant(endsAt) })
    return (
      <Alert
        key={`${title} ${startsAt}`}
        type={isBad(warning) ? 'error' : 'warning'}
        showIcon
        title={title}
        description={
          <>
            <div>{cause}</div>
            <div>
              <strong>{say('safetyAdvice')}</strong> {advice}
            </div>
            <div>{span}</div>
          </>
        }
      />
    )
  })
}
