import { LockOutlined, UnlockOutlined } from '@ant-design/icons'
import type { Trace } from '#schemas/api/trace.ts'
import { shownClock } from '#console/i18n/format.ts'
import { useNames } from '#console/parts/use-names.ts'
import { roleNames } from '#console/shell/role-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import styles from './life-event.module.css'
import { regulatorTexts } from './texts.ts'

export type Lock = Trace['locks'][number]

/** `regulator:li` → the role in words, and the account. */
const useWho = () => {
  const say = shellTexts.useTexts()
  return (by: string): string => {
    const [role = '', name = ''] = by.split(':')
    return role in roleNames ? `${say(roleNames[role as keyof typeof roleNames])} ${name}` : by
  }
}

/** A lock or its release of a scale that worked on this cylinder. */
export const LockEntry = ({ lock }: { readonly lock: Lock }) => {
  const say = regulatorTexts.useTexts()
  const names = useNames()
  const who = useWho()
  const locked = lock.action === 'lock'
  return (
    <li className={`${styles['event']} ${styles[locked ? 'block' : 'fine']}`}>
      <time dateTime={lock.at} className={`${styles['time']} numbers`}>
        {shownClock(lock.at)}
      </time>
      <div className={styles['what']}>
        <strong>
          {locked ? <LockOutlined aria-hidden /> : <UnlockOutlined aria-hidden />}{' '}
          {say(locked ? 'lockDone' : 'unlockDone', { scale: lock.scale ?? say('allScales') })}
        </strong>
        <span className={styles['where']}>
          {[names.site(lock.stationId), who(lock.by), lock.reason].join(' · ')}
        </span>
      </div>
    </li>
  )
}
