import { Alert } from 'antd'
import { useLanguage } from '#console/i18n/texts.ts'
import { isOffline, RequestFailed } from '#console/net/problem.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { forPeople } from './for-people.ts'

const text = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null

/** A refusal in full: what, which field, measured against which limit, by which clause, and what to do. */
export const ProblemAlert = ({ error }: { readonly error: unknown }) => {
  const say = shellTexts.useTexts()
  const language = useLanguage()
  if (error === null || error === undefined) return null
  if (isOffline(error)) return <Alert type="warning" showIcon title={say('offline')} />
  if (!(error instanceof RequestFailed)) {
    return <Alert type="error" showIcon title={error instanceof Error ? error.message : null} />
  }
  const { problem } = error
  // The sentence of the API says it all, in the reader's language; an older answer is put together here.
  const told = problem?.message?.[language]
  const facts = (['measured', 'limit', 'clause'] as const).flatMap((name) => {
    const value = text(problem?.[name])
    return value === null ? [] : [`${say(name)} ${value}`]
  })
  const untold = [facts.join(' · '), text(problem?.['remedy']) ?? '']
  const lines = [
    ...(problem?.errors ?? []).map(
      ({ path, message, messageZh }) =>
        `${path} ${language === 'zh' ? (messageZh ?? message) : message}`,
    ),
    ...(told === undefined ? untold.filter((line) => line !== '') : []),
    error.code,
  ]
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={forPeople(told ?? error.message)}
      description={lines.map((line) => <div key={line}>{line}</div>)}
    />
  )
}
