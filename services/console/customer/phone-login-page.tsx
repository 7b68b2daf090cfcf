import { Link, useNavigate } from '@tanstack/react-router'
import { Alert, Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { shownClock } from '#console/i18n/format.ts'
import { call } from '#console/net/call.ts'
import { RequestFailed } from '#console/net/problem.ts'
import { openSession } from '#console/net/session.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { LanguageButton } from '#console/shell/language-button.tsx'
import styles from '#console/shell/login-page.module.css'
import { customerTexts } from './texts.ts'

type Holder = {
  readonly customerId: string
  readonly kind: string
  readonly enterpriseId: string
  readonly enterpriseName: string
}
type Signed = { readonly token: string | null; readonly choices: readonly Holder[] }

const kindKey = (kind: string) => (kind === 'unit' ? 'kind.unit' : 'kind.resident')

/** Enough to see that it is one's own. */
const masked = (phone: string): string => phone.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2')

/** Customers sign in with their number and a code that is sent to it. */
const PhoneLoginPage = () => {
  const say = customerTexts.useTexts()
  const navigate = useNavigate()
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [until, setUntil] = useState<string | null>(null)
  const [choices, setChoices] = useState<readonly Holder[]>([])
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  const doing = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setError(null)
    await work().catch(setError)
    setBusy(false)
  }

  const ask = (): Promise<void> =>
    doing(async () => {
      const body = { phone }
      const sent = await call<{ expiresAt: string }>('POST', '/v1/sessions/codes', { body })
      setUntil(sent.expiresAt)
    })

  const signIn = (customerId?: string): Promise<void> =>
    doing(async () => {
      const body = { phone, code, ...(customerId === undefined ? {} : { customerId }) }
      const signed = await call<Signed>('POST', '/v1/sessions/phone', { body })
      if (signed.token === null) return setChoices(signed.choices)
      openSession({
        token: signed.token,
        username: masked(phone),
        role: 'customer',
        enterpriseId: signed.choices[0]?.enterpriseId ?? null,
        stationId: null,
        regionPrefix: null,
      })
      await navigate({ to: '/my', replace: true })
    })

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void (until === null ? ask() : signIn())
  }

  const isWrong = error instanceof RequestFailed && error.code === 'INVALID_CREDENTIALS'
  return (
    <main className={styles['page']}>
      <section className={styles['card']}>
        <img src="/icon.svg" alt="" width={56} height={56} />
        <h1>{say('phoneTitle')}</h1>
        <form onSubmit={submit}>
          <label>
            {say('phone')}
            <Input
              size="large"
              type="tel"
              autoComplete="tel"
              value={phone}
              required
              disabled={until !== null}
              onChange={({ target }) => setPhone(target.value.trim())}
            />
          </label>
          {until !== null && (
            <label>
              {say('code')}
              <Input
                size="large"
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                pattern="\d{6}"
                value={code}
                required
                autoFocus
                onChange={({ target }) => setCode(target.value)}
              />
              <small>{say('codeUntil', { time: shownClock(until) })}</small>
            </label>
          )}
          {isWrong ? (
            <Alert type="error" showIcon role="alert" title={say('wrongCode')} />
          ) : (
            <ProblemAlert error={error} />
          )}
          {choices.length > 1 ? (
            <>
              <p>{say('choose')}</p>
              {choices.map(({ customerId, enterpriseName, kind }) => (
                <Button key={customerId} size="large" block onClick={() => void signIn(customerId)}>
                  {enterpriseName} · {say(kindKey(kind))}
                </Button>
              ))}
            </>
          ) : (
            <Button type="primary" size="large" htmlType="submit" block loading={busy}>
              {say(until === null ? 'sendCode' : 'signIn')}
            </Button>
          )}
          {until !== null && (
            <Button size="large" block onClick={() => void ask()}>
              {say('codeAgain')}
            </Button>
          )}
        </form>
        <Link to="/login">{say('staff')}</Link>
        <LanguageButton />
      </section>
    </main>
  )
}

export default PhoneLoginPage
