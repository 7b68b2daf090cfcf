import { useParams } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Alert, Card } from 'antd'
import { useLanguage } from '#console/i18n/texts.ts'
import { get } from '#console/net/call.ts'
import styles from './case.module.css'
import { CasePage } from './case-page.tsx'
import { useCaseWords } from './case-words.ts'
import { incidentSteps } from './incident-steps.ts'
import { caseTexts } from './texts.ts'

type Prompt = { readonly code: string; readonly zh: string; readonly en: string }

/** What is read out to who calls, in this order. */
const Prompts = () => {
  const say = caseTexts.useTexts()
  const language = useLanguage()
  const { data } = useQuery({
    queryKey: ['safety-prompts'],
    queryFn: ({ signal }) =>
      get<{ readonly prompts: readonly Prompt[] }>('/v1/incidents/prompts', signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Card size="small" title={say('prompts')}>
      <ol className={styles['prompts']}>
        {data?.prompts.map((prompt) => (
          <li key={prompt.code}>{prompt[language]}</li>
        ))}
      </ol>
    </Card>
  )
}

const IncidentPage = () => {
  const say = caseTexts.useTexts()
  const words = useCaseWords()
  const { incident: id = '' }: { readonly incident?: string } = useParams({ strict: false })
  return (
    <CasePage area="incidents" id={id} steps={incidentSteps}>
      {(found) => {
        const missing = Array.isArray(found['missingMeasures']) ? found['missingMeasures'] : []
        return (
          <>
            {missing.length > 0 && (
              <Alert
                type="error"
                showIcon
                title={say('missingMeasures')}
                description={missing.map((one) => words('taken', one)).join(' · ')}
              />
            )}
            {found['promptsReadAt'] === null && <Prompts />}
          </>
        )
      }}
    </CasePage>
  )
}

export default IncidentPage
