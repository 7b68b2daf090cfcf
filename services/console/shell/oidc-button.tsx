import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { call, get } from '#console/net/call.ts'
import { keepAttempt } from './oidc-attempt.ts'
import { shellTexts } from './texts.ts'

type Begun = { readonly authorizationUrl: string; readonly attempt: string }

/** Log-in through the company's own OpenID provider, where one is set up. */
export const OidcButton = ({ from }: { readonly from: string | null }) => {
  const say = shellTexts.useTexts()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const { data } = useQuery({
    queryKey: ['oidc'],
    queryFn: ({ signal }) => get<{ readonly available: boolean }>('/v1/oidc', signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (data?.available !== true) return null
  const begin = async (): Promise<void> => {
    setBusy(true)
    setFailed(false)
    try {
      const { authorizationUrl, attempt } = await call<Begun>('POST', '/v1/oidc/attempts')
      keepAttempt({ attempt, from })
      location.assign(authorizationUrl)
    } catch {
      setFailed(true)
      setBusy(false)
    }
  }
  return (
    <>
      {failed && <Alert type="error" showIcon role="alert" title={say('oidcAway')} />}
      <Button size="large" block loading={busy} onClick={() => void begin()}>
        {say('oidcSignIn')}
      </Button>
    </>
  )
}
