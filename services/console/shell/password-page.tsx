import { Link } from '@tanstack/react-router'
import { Alert, Button, Input, Result } from 'antd'
import { type FormEvent, useState } from 'react'
import { call } from '#console/net/call.ts'
import { newKey } from '#console/net/new-key.ts'
import { RequestFailed } from '#console/net/problem.ts'
import { LanguageButton } from './language-button.tsx'
import styles from './login-page.module.css'
import { shellTexts } from './texts.ts'

const LEAST = 8

/** 修改密码: the old one is asked again; every other device is signed out. */
const PasswordPage = () => {
  const say = shellTexts.useTexts()
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [done, setDone] = useState(false)

  const reason = (error: unknown): string => {
    if (!(error instanceof RequestFailed)) throw error
    if (error.code === 'INVALID_CREDENTIALS') return say('wrongOldPassword')
    if (error.code === 'OFFLINE') return say('offline')
    const wait = error.problem?.['retryAfterS']
    if (typeof wait === 'number') return say('locked', { seconds: wait })
    return say('failed', { reason: error.message })
  }

  const change = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const { repeated, ...body } = Object.fromEntries(new FormData(event.currentTarget))
    if (body['newPassword'] !== repeated) return setFailure(say('passwordsDiffer'))
    setBusy(true)
    setFailure(null)
    try {
      await call('POST', '/v1/sessions/current/password', { body, key: newKey() })
      setDone(true)
    } catch (error) {
      setFailure(reason(error))
    } finally {
      setBusy(false)
    }
  }

  const field = (name: string, label: string, complete: string) => (
    <label>
      {label}
      <Input.Password
        size="large"
        name={name}
        autoComplete={complete}
        required
        {...(complete === 'new-password' ? { minLength: LEAST, maxLength: 256 } : {})}
      />
    </label>
  )

  return (
    <main className={styles['page']}>
      <section className={styles['card']}>
        <h1>{say('changePassword')}</h1>
        {done ? (
          <Result
            status="success"
            title={say('passwordChanged')}
            extra={<Link to="/">{say('home')}</Link>}
          />
        ) : (
          <form onSubmit={(event) => void change(event)}>
            <p>{say('passwordHint')}</p>
            {field('password', say('oldPassword'), 'current-password')}
            {field('newPassword', say('newPassword'), 'new-password')}
            {field('repeated', say('repeatPassword'), 'new-password')}
            {failure !== null && <Alert type="error" showIcon role="alert" title={failure} />}
            <Button type="primary" size="large" htmlType="submit" block loading={busy}>
              {say('changePassword')}
            </Button>
            <Link to="/" className={styles['aside'] ?? ''}>
              {say('cancel')}
            </Link>
          </form>
        )}
        <LanguageButton />
      </section>
    </main>
  )
}

export default PasswordPage
