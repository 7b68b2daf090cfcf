import { PrinterOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Button, Card, Timeline } from 'antd'
import { shownCount, shownInstant } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { get } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { OpenCaseButton } from '#console/oversight/open-case-button.tsx'
import { Facts } from '#console/parts/facts.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { roleNames } from '#console/shell/role-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import {
  type AnomalyDetail,
  AnomalySubject,
  AnomalyTag,
  namedSites,
  shownMeasure,
  shownSpan,
} from './anomaly.tsx'
import styles from './anomalies-page.module.css'
import { anomalyTexts } from './texts.ts'

/** Measured beside its limit, on one scale. */
const Meters = ({ found }: { readonly found: AnomalyDetail }) => {
  const say = anomalyTexts.useTexts()
  const { measured, limit, unit } = found
  const most = Math.max(Math.abs(measured), Math.abs(limit), Number.MIN_VALUE)
  return (
    <div className={styles['meters']}>
      {[['measured', measured] as const, ['limit', limit] as const].map(([name, value]) => (
        <div key={name} className={styles['meter']}>
          <span>{say(name)}</span>
          <span className={styles['track']}>
            <span
              className={`${styles['fill']} ${name === 'measured' ? styles['measured'] : ''}`}
              style={{ width: `${(Math.abs(value) / most) * 100}%` }}
            />
          </span>
          <span className="numbers">{shownMeasure(value, unit, say)}</span>
        </div>
      ))}
    </div>
  )
}

const Evidence = ({ found }: { readonly found: AnomalyDetail }) => {
  const say = anomalyTexts.useTexts()
  const codes = [...new Set(found.evidence.flatMap(({ code }) => code ?? []))]
  return (
    <Card size="small" title={say('evidence')}>
      <p className={styles['quiet']}>
        {say('evidenceCount', {
          n: shownCount(found.events),
          shown: shownCount(found.evidence.length),
        })}
      </p>
      <ul className={styles['events']}>
        {codes.map((code) => (
          <li key={code}>
            <Link to={`/cylinders/${code}`}>{code}</Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const Decisions = ({ found }: { readonly found: AnomalyDetail }) => {
  const say = anomalyTexts.useTexts()
  const send = useSend()
  const role = useSession()?.role
  const steps = (['explain', 'confirm', 'reopen'] as const).filter((step) =>
    step === 'reopen' ? found.status !== 'open' : found.status === 'open',
  )
  const { kind, id } = found.subject
  const subject =
    kind === 'cylinder' || kind === 'scale' || kind === 'station'
      ? ({ kind, id } as const)
      : ({ kind: 'enterprise', id: found.enterpriseId } as const)
  return (
    <>
      {steps.map((step) => (
        <ReasonButton
          key={step}
          type={step === 'confirm' ? 'primary' : 'default'}
          label={say(step)}
          consequence={say(`${step}Hint`)}
          reasonLabel={say('reason')}
          onConfirm={(reason) => send('POST', `/v1/anomalies/${found.id}/${step}`, { reason })}
        />
      ))}
      {role === 'regulator' && <OpenCaseButton subject={subject} />}
    </>
  )
}

type Step = AnomalyDetail['steps'][number]

/** It is found anew whenever records come in: of a run of such lines the first and the last say enough. */
const shortened = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step, n) => {
    const isAgain = step.type === 'found' && steps[n - 1]?.type === 'found'
    if (!isAgain) return [step]
    return steps[n + 1]?.type === 'found' ? [] : [{ ...step, type: 'changed' }]
  })

const Steps = ({ found }: { readonly found: AnomalyDetail }) => {
  const say = anomalyTexts.useTexts()
  const common = shellTexts.useTexts()
  const who = (role: string): string =>
    role in roleNames ? common(roleNames[role as keyof typeof roleNames]) : say('system')
  if (found.steps.length === 0) return <p className={styles['quiet']}>{say('noRecord')}</p>
  return (
    <Timeline
      items={shortened(found.steps).map(({ type, at, role, reason }) => {
        const key = `step.${type}`
        return {
          key: `${at} ${type}`,
          content: (
            <>
              <strong>{anomalyTexts.has(key) ? say(key) : type}</strong>{' '}
              <span className={styles['quiet']}>{`${shownInstant(at)} · ${who(role)}`}</span>
              {reason !== null && <p className={styles['note']}>{reason}</p>}
            </>
          ),
        }
      })}
    />
  )
}

/** One anomaly: why it is here, with its numbers, the cylinders behind it, and what was made of it. */
const AnomalyPage = () => {
  const say = anomalyTexts.useTexts()
  const common = shellTexts.useTexts()
  const language = useLanguage()
  const names = useNames()
  const { anomaly: id = '' }: { readonly anomaly?: string } = useParams({ strict: false })
  const asked = useQuery({
    queryKey: ['anomaly', id],
    queryFn: ({ signal }) => get<AnomalyDetail>(`/v1/anomalies/${id}`, signal),
  })
  return (
    <Loaded query={asked}>
      {(found) => (
        <>
          <Link to="/regulator/anomalies" className={`${styles['back']} no-print`}>
            {say('back')}
          </Link>
          <PageHead title={found.name[language]} hint={<AnomalyTag found={found} />}>
            <Decisions found={found} />
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {common('print')}
            </Button>
          </PageHead>
          <div className={styles['parts']}>
            <Card size="small">
              <p className={styles['sentence']}>
                {namedSites(found.why[language], found, names.site)}
              </p>
              <Meters found={found} />
            </Card>
            <Card size="small">
              <Facts
                rows={[
                  [say('subject'), <AnomalySubject key="subject" found={found} />],
                  [say('period'), shownSpan(found)],
                  [say('enterprise'), found.enterpriseName],
                  [say('station'), names.site(found.stationId)],
                  [say('foundAt'), shownInstant(found.foundAt)],
                ]}
              />
            </Card>
            <Evidence found={found} />
            <Card size="small" title={say('record')}>
              <Steps found={found} />
            </Card>
          </div>
        </>
      )}
    </Loaded>
  )
}

export default AnomalyPage
