import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { call } from '#console/net/call.ts'
import { RequestFailed } from '#console/net/problem.ts'
import { openSession, type Session } from '#console/net/session.ts'
import { LanguageButton } from './language-button.tsx'
import styles from './login-page.module.css'
import { homeOf } from './navigation.ts'
import { shellTexts } from './texts.ts'

type Credentials = { readonly username: string; readonly password: string }
type Opened = { readonly token: string; readonly user: Omit<Session, 'token'> }

/** A way back inside of this console, never to another site. */
const ownPath = (from: unknown): string | null =>
  typeof from === 'string' && /^\/(?!\/)/.test(from) ? from : null

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

  const signIn = async (credentials: Credentials): Promise<void> => {
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
        <Form<Credentials>
          layout="vertical"
          requiredMark={false}
          onFinish={(credentials) => void signIn(credentials)}
        >
          <Form.Item
            name="username"
            label={say('username')}
            rules={[{ required: true, message: say('usernameMissing') }]}
          >
            <Input size="large" autoComplete="username" autoFocus />
          </Form.Item>
          <Form.Item
            name="password"
            label={say('password')}
            rules={[{ required: true, message: say('passwordMissing') }]}
          >
            <Input.Password size="large" autoComplete="current-password" />
          </Form.Item>
          {failure !== null && (
            <Alert type="error" showIcon title={failure} className={styles['failure'] ?? ''} />
          )}
          <Button type="primary" size="large" htmlType="submit" block loading={busy}>
            {say('signIn')}
          </Button>
        </Form>
        <LanguageButton />
      </section>
    </main>
  )
}

export default LoginPage
