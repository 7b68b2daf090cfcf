import { QrcodeOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { download } from '#console/net/call.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { officeTexts } from './texts.ts'

const FORMATS = ['pdf', 'png', 'svg', 'zpl'] as const

/** 标签: the QR label as a file for whatever prints it. */
export const LabelButton = ({ code }: { readonly code: string }) => {
  const say = officeTexts.useTexts()
  const [error, setError] = useState<unknown>(null)
  const save = (format: string): void => {
    setError(null)
    download(`/v1/cylinders/${code}/label.${format}`, `${code}.${format}`).catch(setError)
  }
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: FORMATS.map((format) => ({ key: format, label: say(`label.${format}`) })),
          onClick: ({ key }) => save(key),
        }}
      >
        <Button icon={<QrcodeOutlined />}>{say('label')}</Button>
      </Dropdown>
      <ProblemAlert error={error} />
    </>
  )
}
