import { Link, useNavigate } from '@tanstack/react-router'
import { Result, Skeleton } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { call } from '#console/net/call.ts'
import { isOffline } from '#console/net/problem.ts'
import { openSession, type Session } from '#console/net/session.ts'
import styles from './login-page.module.css'
import { homeOf } from './navigation.ts'
import { takeAttempt } from './oidc-attempt.ts'
import { ownPath } from './own-path.ts'
import { shellTexts } from './texts.ts'

type Opened = { readonly token: string; readonly user: Omit<Session, 'token'> }
type Failure = 'oidcRefused' | 'oidcStale' | 'offline'

/** Where the provider sends people back to: its answer becomes a session of ours. */
const OidcPage = () => {
  const say = shellTexts.useTexts()
  const navigate = useNavigate()
  const [failure, setFailure] = useState<Failure | null>(null)
  const begun = useRef(false)
  useEffect(() => {
    // Once, also where React runs effects twice: an answer counts once only.
    if (begun.current) return
    begun.current = true
    const finish = async (): Promise<void> => {
      const told = new URLSearchParams(location.search)
      const kept = takeAttempt()
      const [code, state, iss] = [told.get('code'), told.get('state'), told.get('iss')]
      if (kept === null || code === null || state === null) {
        setFailure(told.has('error') ? 'oidcRefused' : 'oidcStale')
        return
      }
      const { attempt, from } = kept
      const body = { attempt, code, state, ...(iss === null ? {} : { iss }) }
      const { token, user } = await call<Opened>('POST', '/v1/oidc/sessions', { body })
      openSession({ token, ...user })
      await navigate({ to: ownPath(from) ?? homeOf[user.role], replace: true })
    }
    finish().catch((error: unknown) => setFailure(isOffline(error) ? 'offline' : 'oidcRefused'))
  }, [navigate])
  return (
    <main className={styles['page']}>
      <section className={styles['card']}>
        <h1>{say('product')}</h1>
        {failure === null ? (
          <Skeleton active title={false} />
        ) : (
          <Result
            status="warning"
            title={say(failure)}
            extra={<Link to="/login">{say('toLogin')}</Link>}
          />
        )}
      </section>
    </main>
  )
}

export default OidcPage
