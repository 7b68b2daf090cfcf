import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { shownCount, shownInstant } from '#console/i18n/format.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { everyRecalled } from './every-recalled.ts'
import type { Recalled } from './recall-form.tsx'
import styles from './recall-paper.module.css'
import { regulatorTexts } from './texts.ts'

type Asked = Readonly<Record<string, string>>

const NAMED = ['scale', 'tank', 'operator', 'stationId'] as const

/** What was asked for, as the head of the list says it. */
const useCriteria = (asked: Asked): string => {
  const say = regulatorTexts.useTexts()
  const { site } = useNames()
  return NAMED.flatMap((name) => {
    const value = asked[name]
    if (value === undefined) return []
    return [`${say(name)}: ${name === 'stationId' ? site(value) : value}`]
  }).join(' · ')
}

/** The recall on paper, for those who fetch the cylinders: where each is now, and a box to tick. */
const RecallPaper = ({
  asked,
  rows,
}: {
  readonly asked: Asked
  readonly rows: readonly Recalled[]
}) => {
  const say = regulatorTexts.useTexts()
  const word = cylinderWords.useTexts()
  const names = useNames()
  const criteria = useCriteria(asked)
  const period = [asked['from'], asked['to']].flatMap((at) =>
    at === undefined ? [] : [shownInstant(at)],
  )
  return (
    <section className={styles['paper']}>
      <h1>{say('recallList')}</h1>
      <p>{criteria}</p>
      <p>{period.join(' – ')}</p>
      <p>
        {say('recallPrinted', {
          n: shownCount(rows.length),
          at: shownInstant(new Date().toISOString()),
        })}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('recallNo')}</th>
            <th scope="col">{word('code')}</th>
            <th scope="col">{word('custody')}</th>
            <th scope="col">{word('content')}</th>
            <th scope="col">{word('service')}</th>
            <th scope="col">{say('lastFilled')}</th>
            <th scope="col">{word('owner')}</th>
            <th scope="col">{say('recallFetched')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ code, custody, content, service, lastFilledAt, ownerId }, n) => (
            <tr key={`${code} ${lastFilledAt}`}>
              <td>{n + 1}</td>
              <td>{code ?? say('unregistered')}</td>
              <td>
                {[word(`custody.${custody.kind}`), names.holder(custody.kind, custody.id)]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </td>
              <td>{word(`content.${content.state}`)}</td>
              <td>{word(`service.${service.state}`)}</td>
              <td>{shownInstant(lastFilledAt)}</td>
              <td>{names.enterprise(ownerId)}</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Fetches the whole list, puts it on paper, and takes it away again. */
export const RecallPrint = ({ asked }: { readonly asked: Asked }) => {
  const say = regulatorTexts.useTexts()
  const [rows, setRows] = useState<readonly Recalled[] | null>(null)
  const [count, setCount] = useState<number | null>(null)
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (rows === null) return
    const away = (): void => setRows(null)
    window.addEventListener('afterprint', away)
    window.print()
    return () => window.removeEventListener('afterprint', away)
  }, [rows])
  const print = async (): Promise<void> => {
    setError(null)
    setCount(0)
    try {
      setRows(await everyRecalled(asked, setCount))
    } catch (failure) {
      setError(failure)
    } finally {
      setCount(null)
    }
  }
  return (
    <>
      <Button icon={<PrinterOutlined />} loading={count !== null} onClick={() => void print()}>
        {count === null ? say('recallPrint') : say('exporting', { n: count })}
      </Button>
      <ProblemAlert error={error} />
      {rows !== null && createPortal(<RecallPaper asked={asked} rows={rows} />, document.body)}
    </>
  )
}
