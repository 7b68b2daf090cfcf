import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { download } from '#console/net/call.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { regulatorTexts } from './texts.ts'

/** 存证证明: what anybody can check without us that these records stand in the ledger unchanged. */
export const ProofButton = ({ code }: { readonly code: string }) => {
  const say = regulatorTexts.useTexts()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await download(`/v1/cylinders/${encodeURIComponent(code)}/proof`, `proof-${code}.json`)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button icon={<SafetyCertificateOutlined />} loading={busy} onClick={() => void save()}>
        {say('proof')}
      </Button>
      <ProblemAlert error={error} />
    </>
  )
}
