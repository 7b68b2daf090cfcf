import { Button, type ButtonProps } from 'antd'
import { useState } from 'react'
import { FormModal, type FormModalProps } from './form-modal.tsx'

/** A button that asks what it needs first. */
export const FormButton = ({
  label,
  title = label,
  consequence,
  fields,
  onSubmit,
  ...button
}: {
  readonly label: string
  readonly title?: string
} & Pick<FormModalProps, 'consequence' | 'fields' | 'onSubmit'> &
  Omit<ButtonProps, 'onClick' | 'onSubmit' | 'children' | 'title'>) => {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button {...button} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <FormModal
        open={open}
        title={title}
        consequence={consequence}
        fields={fields}
        danger={button.danger === true}
        okText={label}
        onSubmit={onSubmit}
        onClose={() => setOpen(false)}
      />
    </>
  )
}
