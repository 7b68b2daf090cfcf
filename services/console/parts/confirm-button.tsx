import { Button, type ButtonProps, Modal } from 'antd'
import { useState } from 'react'
import { ProblemAlert } from './problem-alert.tsx'
import { shellTexts } from '#console/shell/texts.ts'

/** A step that asks once more and says what follows. */
export const ConfirmButton = ({
  label,
  consequence,
  danger = false,
  size = 'small',
  onConfirm,
}: {
  readonly label: string
  readonly consequence: string
  readonly danger?: boolean
  readonly size?: ButtonProps['size']
  readonly onConfirm: () => Promise<unknown>
}) => {
  const say = shellTexts.useTexts()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const confirm = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await onConfirm()
      setOpen(false)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button size={size} danger={danger} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Modal
        open={open}
        title={label}
        okText={label}
        cancelText={say('cancel')}
        okButtonProps={{ danger }}
        confirmLoading={busy}
        onCancel={() => setOpen(false)}
        onOk={() => void confirm()}
      >
        <p>{consequence}</p>
        <ProblemAlert error={error} />
      </Modal>
    </>
  )
}
