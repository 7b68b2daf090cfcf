import type { Day, EpochMs } from '#domain/units.ts'
import type { Person } from './case-step.ts'
import type { Feedback } from './feedback.ts'

/** What may be done with a complaint, a message, a letter or a first-asked matter. */
export type ComplaintCommand =
  | { readonly type: 'assign'; readonly to: Person }
  | { readonly type: 'recuse' }
  | { readonly type: 'note'; readonly shown: boolean }
  | { readonly type: 'refer'; readonly to: string }
  | { readonly type: 'extend'; readonly until: Day; readonly agreed: boolean }
  | {
      readonly type: 'answer'
      readonly at: EpochMs
      readonly ownCause: boolean
      /** R001-8.1-fh: the complainant was told where to go when dissatisfied. */
      readonly toldAuthorities: boolean
    }
  | { readonly type: 'resolve'; readonly at: EpochMs; readonly method: string }
  | { readonly type: 'decline'; readonly at: EpochMs }
  | { readonly type: 'reply-to-authority'; readonly at: EpochMs }
  | Feedback
  | { readonly type: 'appeal'; readonly from: 'complainant' | 'blamed' }
  | { readonly type: 'withdraw' }
  | { readonly type: 'close' }

export type ComplaintStep = ComplaintCommand['type']
