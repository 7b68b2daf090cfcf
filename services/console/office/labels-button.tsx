import { QrcodeOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { download, query } from '#console/net/call.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { officeTexts } from './texts.ts'

/** As many as the API prints at once. */
export const MOST_LABELS = 200
/** Each picture is a file of its own. */
const MOST_PICTURES = 20

const FORMATS = ['sheet', 'roll', 'zpl', 'png'] as const
type Format = (typeof FORMATS)[number]

const save = async (format: Format, codes: readonly string[]): Promise<void> => {
  const list = codes.join(',')
  switch (format) {
    case 'sheet':
    case 'roll':
      return download(`/v1/labels.pdf${query({ codes: list, layout: format })}`, 'labels.pdf')
    case 'zpl':
      return download(`/v1/labels.zpl${query({ codes: list })}`, 'labels.zpl')
    case 'png':
      for (const code of codes) await download(`/v1/cylinders/${code}/label.png`, `${code}.png`)
  }
}

/** 批量标签: of the chosen cylinders, in one file. */
export const LabelsButton = ({ codes }: { readonly codes: readonly string[] }) => {
  const say = officeTexts.useTexts()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const start = async (format: Format): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await save(format, codes)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Dropdown
        trigger={['click']}
        disabled={codes.length === 0 || codes.length > MOST_LABELS}
        menu={{
          items: FORMATS.map((format) => ({
            key: format,
            label: say(`labels.${format}`),
            disabled: format === 'png' && codes.length > MOST_PICTURES,
          })),
          onClick: ({ key }) => void start(FORMATS.find((one) => one === key) ?? 'sheet'),
        }}
      >
        <Button icon={<QrcodeOutlined />} loading={busy} disabled={codes.length === 0}>
          {codes.length === 0 ? say('labels') : say('labelsOf', { n: codes.length })}
        </Button>
      </Dropdown>
      <ProblemAlert error={error} />
    </>
  )
}
