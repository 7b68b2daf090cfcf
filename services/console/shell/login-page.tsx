import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { call } from '#console/net/call.ts'
import { RequestFailed } from '#console/net/problem.ts'
import { openSession, type Session } from '#console/net/session.ts'
import { LanguageButton } from './language-button.tsx'
import styles from './login-page.module.css'
import { homeOf } from './navigation.ts'
import { OidcButton } from './oidc-button.tsx'
import { ownPath } from './own-path.ts'
import { shellTexts } from './texts.ts'

type Opened = { readonly token: string; readonly user: Omit<Session, 'token'> }

const LoginPage = () => {
  const say = shellTexts.useTexts()
  const navigate = useNavigate()
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const reason = (error: unknown): string => {
    if (!(error instanceof RequestFailed)) throw error
    if (error.code === 'INVALID_CREDENTIALS') return say('wrongCredentials')
    if (error.code === 'OFFLINE') return say('offline')
    const wait = error.problem?.['retryAfterS']
    if (typeof wait === 'number') return say('locked', { seconds: wait })
    return say('failed', { reason: error.message })
  }

  const signIn = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const credentials = Object.fromEntries(new FormData(event.currentTarget))
    setBusy(true)
    setFailure(null)
    try {
      const { token, user } = await call<Opened>('POST', '/v1/sessions', { body: credentials })
      openSession({ token, ...user })
      await navigate({ to: ownPath(search['from']) ?? homeOf[user.role], replace: true })
    } catch (error) {
      setFailure(reason(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <main className={styles['page']}>
      <section className={styles['card']}>
        <img src="/icon.svg" alt="" width={56} height={56} />
        <h1>{say('product')}</h1>
        <p>{say('productLong')}</p>
        {/* A plain form: antd's would make the first view heavier by a tenth. */}
        <form onSubmit={(event) => void signIn(event)}>
          <label>
            {say('username')}
            <Input size="large" name="username" autoComplete="username" autoFocus required />
          </label>
          <label>
            {say('password')}
            <Input.Password size="large" name="password" autoComplete="current-password" required />
          </label>
          {failure !== null && <Alert type="error" showIcon role="alert" title={failure} />}
          <Button type="primary" size="large" htmlType="submit" block loading={busy}>
            {say('signIn')}
          </Button>
        </form>
        <OidcButton from={ownPath(search['from'])} />
        <Link to="/login/phone">{say('customerLogin')}</Link>
        <LanguageButton />
      </section>
    </main>
  )
}

export default LoginPage
