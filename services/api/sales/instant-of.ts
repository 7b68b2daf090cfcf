import { problem } from '#api/problem.ts'
import { type EpochMs, epochMs } from '#domain/units.ts'
import { parseInstant } from '#schemas/time.ts'

/** @throws INVALID_REQUEST when the offset carries the time out of the years that we hold */
export const instantOf = (text: string, path: string): EpochMs => {
  const ms = parseInstant(text)
  if (ms === null) {
    throw problem('INVALID_REQUEST', {
      path,
      detail: { zh: `${path} 超出可记录的时间范围`, en: `${path} is no time we can hold` },
    })
  }
  return epochMs(ms)
}

/** What a phone's clock may be ahead of ours, as for devices (design §4). */
const AHEAD_MS = 120_000

/** When something happened that is told now. @throws INCONSISTENT_REQUEST for what lies ahead */
export const happenedOf = (text: string, path: string, now: number): EpochMs => {
  const at = instantOf(text, path)
  if (at <= now + AHEAD_MS) return at
  const detail = {
    zh: 'happenedAt 晚于现在：请在发生后登记',
    en: 'happenedAt lies ahead: it is told when it has happened',
  }
  throw problem('INCONSISTENT_REQUEST', { path, detail })
}

/** An appointment as two instants. @throws INCONSISTENT_REQUEST when it ends before it begins */
export const spanOf = (
  span: { readonly from: string; readonly to: string } | undefined,
  path: string,
): { readonly from: EpochMs; readonly to: EpochMs } | null => {
  if (span === undefined) return null
  const from = instantOf(span.from, `${path}/from`)
  const to = instantOf(span.to, `${path}/to`)
  if (to <= from) {
    throw problem('INCONSISTENT_REQUEST', {
      path: `${path}/to`,
      detail: { zh: '截止须晚于起始', en: 'to must be after from' },
    })
  }
  return { from, to }
}

/** Nobody agrees on an hour further ahead: it is a mistyped year. */
const AGREED_AHEAD_MS = 366 * 86_400_000

/** An appointment that is still to be kept. @throws INCONSISTENT_REQUEST when it is over, or more than a year ahead */
export const aheadOf = <S extends ReturnType<typeof spanOf>>(
  span: S,
  now: EpochMs,
  path: string,
): S => {
  if (span !== null && span.to <= now) {
    const detail = {
      zh: '预约时间已过，请选择将来的时间',
      en: 'the appointment is over already: choose a time ahead',
    }
    throw problem('INCONSISTENT_REQUEST', { path: `${path}/to`, detail })
  }
  if (span !== null && span.to > now + AGREED_AHEAD_MS) {
    const detail = {
      zh: '预约时间在一年以后，请核对年份',
      en: 'the appointment is more than a year ahead: look at the year',
    }
    throw problem('INCONSISTENT_REQUEST', { path: `${path}/to`, detail })
  }
  return span
}
