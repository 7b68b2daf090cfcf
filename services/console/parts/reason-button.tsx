import { Button, type ButtonProps, Input, Modal } from 'antd'
import { useState } from 'react'
import { shellTexts } from '#console/shell/texts.ts'
import { ProblemAlert } from './problem-alert.tsx'

/** A step with consequences: says them, asks for the reason, and stays open with the refusal when it is refused. */
export const ReasonButton = ({
  label,
  consequence,
  reasonLabel,
  onConfirm,
  ...button
}: {
  readonly label: string
  readonly consequence: string
  readonly reasonLabel: string
  readonly onConfirm: (reason: string) => Promise<unknown>
} & Omit<ButtonProps, 'onClick' | 'children'>) => {
  const say = shellTexts.useTexts()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const confirm = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await onConfirm(reason.trim())
      setOpen(false)
      setReason('')
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button {...button} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        open={open}
        title={label}
        onCancel={() => setOpen(false)}
        onOk={() => void confirm()}
        okText={label}
        cancelText={say('back')}
        okButtonProps={{ disabled: reason.trim() === '', danger: button.danger === true }}
        confirmLoading={busy}
      >
        <p>{consequence}</p>
        <label>
          {reasonLabel}
          <Input.TextArea
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <ProblemAlert error={error} />
      </Modal>
    </>
  )
}
