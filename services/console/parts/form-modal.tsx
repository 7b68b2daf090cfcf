import { Form, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { RequestFailed } from '#console/net/problem.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { shellTexts } from '#console/shell/texts.ts'
import styles from './form-modal.module.css'
import { type FormField, FormFieldItem } from './form-field.tsx'
import { type FormValues, formValues } from './form-values.ts'
import { ProblemAlert } from './problem-alert.tsx'

/** More questions than that stand in two columns where there is room. */
const COLUMN = 7

export type FormModalProps = {
  readonly open: boolean
  readonly title: string
  /** What happens then: for steps that cannot be undone. */
  readonly consequence?: ReactNode
  readonly fields: readonly FormField[]
  readonly danger?: boolean
  readonly okText?: string
  /** Stays open with the refusal when it throws. */
  readonly onSubmit: (values: FormValues) => Promise<unknown>
  readonly onClose: () => void
  readonly children?: ReactNode
}

/** `/tareG`, `/paper/number` → the name of the question that it is about. */
const fieldOf = (path: unknown, fields: readonly FormField[]): string | undefined =>
  typeof path === 'string'
    ? fields.find(({ name }) => path.split('/').includes(name))?.name
    : undefined

const Questions = ({
  fields,
  className,
}: {
  readonly fields: readonly FormField[]
  readonly className: string | undefined
}) => {
  const say = shellTexts.useTexts()
  const answered = (Form.useWatch([], Form.useFormInstance()) ?? {}) as Record<string, unknown>
  return (
    <div className={className}>
      {fields
        .filter(({ when }) => when === undefined || when(answered))
        .map((field) => (
          <FormFieldItem key={field.name} field={field} required={say('required')} />
        ))}
    </div>
  )
}

/** Questions in a window. A refusal stands at its field and in full below. */
export const FormModal = ({
  open,
  title,
  consequence,
  fields,
  danger = false,
  okText,
  onSubmit,
  onClose,
  children,
}: FormModalProps) => {
  const say = shellTexts.useTexts()
  const language = useLanguage()
  const [form] = Form.useForm<Record<string, unknown>>()
  const [busy, setBusy] = useState(false)
  const long = fields.length > COLUMN
  const [error, setError] = useState<unknown>(null)
  const mark = (failure: unknown): void => {
    if (!(failure instanceof RequestFailed)) return
    const { problem } = failure
    const wrong = [problem?.['path'], ...(problem?.errors ?? []).map(({ path }) => path)]
    const said = problem?.message?.[language] ?? failure.message
    const names = new Set(wrong.flatMap((path) => fieldOf(path, fields) ?? []))
    form.setFields([...names].map((name) => ({ name, errors: [said] })))
  }
  const submit = async (raw: Record<string, unknown>): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await onSubmit(formValues(fields, raw))
      onClose()
    } catch (failure) {
      mark(failure)
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open={open}
      title={title}
      destroyOnHidden
      {...(long ? { width: 760 } : {})}
      onCancel={onClose}
      afterClose={() => setError(null)}
      onOk={() => form.submit()}
      okText={okText ?? say('save')}
      cancelText={say('cancel')}
      okButtonProps={{ danger }}
      confirmLoading={busy}
    >
      {consequence !== undefined && <p>{consequence}</p>}
      <Form
        form={form}
        layout="vertical"
        preserve={false}
        requiredMark="optional"
        onFinish={(raw) => void submit(raw)}
      >
        <Questions fields={fields} className={long ? styles['columns'] : undefined} />
        {children}
      </Form>
      <ProblemAlert error={error} />
    </Modal>
  )
}
