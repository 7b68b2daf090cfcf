import type { EpochMs } from '#domain/units.ts'
import type { CaseRefusal } from './case-step.ts'

export type Satisfaction = 'satisfied' | 'neutral' | 'dissatisfied'

/**
 * 回访反馈. The five fields of R003-5.7.7 are staff, user (the case's person), time, result and satisfaction; the others are those
 * of R001-8.1-fo-fp.
 */
export type Feedback = {
  readonly type: 'feedback'
  readonly at: EpochMs
  readonly reached: boolean
  readonly staffId: string
  readonly result: 'solved' | 'partly' | 'not-solved' | null
  readonly satisfaction: Satisfaction | null
  readonly onTime: boolean | null
  readonly feesShown: boolean | null
}

/** Result and satisfaction stand there when the user was reached, and only then. */
export const feedbackRefusal = (
  { reached, result, satisfaction }: Feedback,
  clause: string,
): CaseRefusal | null => {
  const missing = result === null ? '/result' : satisfaction === null ? '/satisfaction' : null
  const told = result !== null ? '/result' : satisfaction !== null ? '/satisfaction' : null
  const path = reached ? missing : told
  return path === null
    ? null
    : {
        code: 'INCONSISTENT_REQUEST',
        path,
        clause,
        zh: '联系到用户时应记录结果和满意度，未联系到时不填写',
        en: 'result and satisfaction are recorded when the user was reached, and only then',
      }
}
