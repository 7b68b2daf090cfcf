import { CheckCircleFilled } from '@ant-design/icons'
import { Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { courierTexts } from '#console/courier/texts.ts'
import { useOnline } from '#console/courier/keep/use-online.ts'
import { useSend } from '#console/net/use-send.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { keepPicture } from './keep-picture.ts'
import { SignaturePad } from './signature-pad.tsx'
import type { Sign } from './visit-form.ts'
import styles from './visit.module.css'

type Way = Sign['kind']

const CodeEntry = ({
  orderId,
  onSign,
}: {
  readonly orderId: string
  readonly onSign: (sign: Sign) => void
}) => {
  const say = courierTexts.useTexts()
  const send = useSend()
  const online = useOnline()
  const [error, setError] = useState<unknown>(null)
  const [asked, setAsked] = useState(false)
  const ask = (): void => {
    setError(null)
    send('POST', `/v1/orders/${orderId}/code`, {}).then(() => setAsked(true), setError)
  }
  return (
    <>
      <Button block disabled={!online} onClick={ask}>
        {say(asked ? 'codeSent' : 'sendCode')}
      </Button>
      <label className={styles['code']}>
        {say('code')}
        <Input
          size="large"
          inputMode="numeric"
          maxLength={6}
          autoComplete="one-time-code"
          onChange={({ target: { value } }) => {
            if (/^\d{6}$/.test(value)) onSign({ kind: 'code', code: value })
          }}
        />
      </label>
      <ProblemAlert error={error} />
    </>
  )
}

/** How the customer puts their name to it: on the glass, by the code they were sent, or not at all. */
export const SignSection = ({
  sign,
  orderId,
  customerId,
  onSign,
}: {
  readonly sign: Sign | null
  readonly orderId: string
  readonly customerId: string
  readonly onSign: (sign: Sign | null) => void
}) => {
  const say = courierTexts.useTexts()
  const [way, setWay] = useState<Way>(sign?.kind ?? 'signature')
  const choose = (next: Way): void => {
    setWay(next)
    onSign(next === 'refused' ? { kind: 'refused' } : null)
  }
  const signed = async (picture: Blob): Promise<void> =>
    onSign({
      kind: 'signature',
      object: await keepPicture(picture, { kind: 'signature', customerId }),
    })
  return (
    <>
      <Segmented<Way>
        block
        size="large"
        value={way}
        onChange={choose}
        options={(['signature', 'code', 'refused'] as const).map((value) => ({
          value,
          label: say(`sign.${value}`),
        }))}
      />
      {sign !== null && (
        <p className={styles['good']}>
          <CheckCircleFilled aria-hidden /> {say(`signed.${sign.kind}`)}
        </p>
      )}
      {way === 'signature' && sign === null && (
        <SignaturePad onSigned={(picture) => void signed(picture)} />
      )}
      {way === 'signature' && sign !== null && (
        <Button onClick={() => onSign(null)}>{say('signAgain')}</Button>
      )}
      {way === 'code' && <CodeEntry orderId={orderId} onSign={onSign} />}
    </>
  )
}
