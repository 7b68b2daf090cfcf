import { DownloadOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import { dayOf, shownInstant } from '#console/i18n/format.ts'
import { saveText } from '#console/net/save-text.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { csvText } from './csv-text.ts'
import { everyRecalled } from './every-recalled.ts'
import { regulatorTexts } from './texts.ts'

/** All recalled cylinders with where they are now, as a table for those who fetch them. */
export const RecallExport = ({ asked }: { readonly asked: Readonly<Record<string, string>> }) => {
  const say = regulatorTexts.useTexts()
  const common = shellTexts.useTexts()
  const word = cylinderWords.useTexts()
  const names = useNames()
  const { message } = App.useApp()
  const [error, setError] = useState<unknown>(null)
  const [count, setCount] = useState<number | null>(null)
  const save = async (): Promise<void> => {
    setError(null)
    setCount(0)
    try {
      const rows = await everyRecalled(asked, setCount)
      const head = [
        word('code'),
        word('service'),
        word('content'),
        word('custody'),
        '',
        say('lastFilled'),
        say('fills'),
        word('owner'),
      ]
      const lines = rows.map(
        ({ code, service, content, custody, lastFilledAt, fills, ownerId }) => [
          code ?? say('unregistered'),
          word(`service.${service.state}`),
          word(`content.${content.state}`),
          word(`custody.${custody.kind}`),
          names.holder(custody.kind, custody.id),
          shownInstant(lastFilledAt),
          fills,
          names.enterprise(ownerId),
        ],
      )
      saveText(csvText([head, ...lines]), `recall-${dayOf(Date.now())}.csv`, 'text/csv')
    } catch (failure) {
      setError(failure)
      void message.error(common('loadFailed'))
    } finally {
      setCount(null)
    }
  }
  return (
    <>
      <Button
        icon={<DownloadOutlined />}
        loading={count !== null}
        onClick={() => void save()}
        style={{ marginBlockEnd: 8 }}
      >
        {count === null ? common('export') : say('exporting', { n: count })}
      </Button>
      <ProblemAlert error={error} />
    </>
  )
}
