import { PrinterOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Button, Card, Tag } from 'antd'
import type { ReactNode } from 'react'
import { shownDay, shownInstant, shownMoney } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import { Facts } from '#console/parts/facts.tsx'
import type { FormOption } from '#console/parts/form-field.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { useProfileName } from '#console/parts/use-profile-name.ts'
import styles from './case.module.css'
import { CaseDeadlines } from './case-deadlines.tsx'
import { CaseRecord } from './case-record.tsx'
import { CaseReveal } from './case-reveal.tsx'
import { CaseSteps } from './case-steps.tsx'
import { type Area, type CaseDetail, told } from './case-types.ts'
import { useCaseWords } from './case-words.ts'
import type { CaseStep } from './step.ts'
import { caseTexts } from './texts.ts'

type Worker = { readonly id: string; readonly username: string; readonly role: string }
type Person = { readonly name?: string; readonly unitName?: string; readonly phone?: string }
type Span = { readonly from: string; readonly to: string }

const useWorkers = (area: Area, id: string, may: boolean): readonly Worker[] =>
  useQuery({
    enabled: may,
    queryKey: ['case-workers', area, id],
    queryFn: ({ signal }) =>
      get<{ readonly items: readonly Worker[] }>(`/v1/${area}/${id}/workers`, signal),
    staleTime: 60_000,
  }).data?.items ?? []

const codesOf = (found: CaseDetail): readonly string[] =>
  Array.isArray(found['cylinderCodes']) ? found['cylinderCodes'].map(String) : []

const CaseFacts = ({
  found,
  nameOf,
}: {
  readonly found: CaseDetail
  readonly nameOf: (id: string) => string
}) => {
  const say = caseTexts.useTexts()
  const names = useNames()
  const profileName = useProfileName()
  const words = useCaseWords()
  const role = useSession()?.role
  const { customerId, handlerId, stationId } = found
  const forwarded = found['forwarded'] as
    | { readonly by: string; readonly reference: string }
    | undefined
  const person = found['person'] as Person | null | undefined
  const appointment = found['appointment'] as Span | null | undefined
  const warranty = found['warranty'] as { readonly until: string } | null | undefined
  const quoted = found['quotedFen']
  const mayOpen = role !== 'regulator' && typeof customerId === 'string'
  const who = [person?.name ?? person?.unitName, person?.phone].filter((part) => part).join(' · ')
  const rows: (readonly [string, ReactNode])[] = [
    [
      say('party'),
      mayOpen ? (
        <Link key="customer" to={`/office/customers/${customerId}`}>
          {who || say('toCustomer')}
        </Link>
      ) : (
        who
      ),
    ],
    [say('field.channel'), words('channel', found.channel)],
    [say('topic'), words('topic', found['topic'])],
    [say('handler'), typeof handlerId === 'string' ? nameOf(handlerId) : say('nobody')],
    [say('station'), typeof stationId === 'string' ? names.site(stationId) : null],
    [say('enterprise'), names.enterprise(found.enterpriseId)],
    [say('opened'), shownInstant(found.openedAt)],
    [say('profile'), profileName(told(found, 'profile') ?? '')],
  ]
  if (forwarded !== undefined) {
    rows.push([say('forwarded'), [forwarded.by, forwarded.reference].join(' · ')])
  }
  if (appointment) {
    rows.push([
      say('field.appointment'),
      [appointment.from, appointment.to].map(shownInstant).join(' – '),
    ])
  }
  if (typeof quoted === 'number') rows.push([say('field.totalFen'), shownMoney(quoted)])
  if (warranty) rows.push([say('warranty'), shownDay(warranty.until)])
  if (typeof found['lelPercent'] === 'number') {
    rows.push([say('field.lelPercent'), `${found['lelPercent']} %`])
  }
  const codes = codesOf(found)
  if (codes.length > 0) {
    rows.push([
      say('cylinders'),
      <span key="codes" className={styles['codes']}>
        {codes.map((code) => (
          <Link key={code} to={`/cylinders/${code}`}>
            {code}
          </Link>
        ))}
      </span>,
    ])
  }
  return <Facts rows={rows} />
}

/** 工单: one case of the service desk, its deadlines, what was done, and what can be done now. */
export const CasePage = ({
  area,
  id,
  steps,
  children,
}: {
  readonly area: Area
  readonly id: string
  readonly steps: readonly CaseStep[]
  /** What only its area shows. */
  readonly children?: (found: CaseDetail) => ReactNode
}) => {
  const say = caseTexts.useTexts()
  const common = shellTexts.useTexts()
  const words = useCaseWords()
  const mayAct = useSession()?.role !== 'regulator'
  const workers = useWorkers(area, id, mayAct)
  const nameOf = (userId: string): string =>
    workers.find((one) => one.id === userId)?.username ?? say('colleague')
  const options: readonly FormOption[] = workers.map(({ id: value, username }) => ({
    value,
    label: username,
  }))
  const asked = useQuery({
    queryKey: ['case', area, id],
    queryFn: ({ signal }) => get<CaseDetail>(`/v1/${area}/${id}`, signal),
  })
  return (
    <Loaded query={asked}>
      {(found) => (
        <>
          <Link to="/office/cases" search={{ area }} className={`${styles['back']} no-print`}>
            {say('back')}
          </Link>
          <PageHead
            title={`${words('kind', found.kind)} ${found.no}`}
            hint={
              <Tag color={found.endedAt === null ? 'processing' : 'default'}>
                {words('status', found.status)}
              </Tag>
            }
          >
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {common('print')}
            </Button>
          </PageHead>
          <div className={styles['parts']}>
            {mayAct && <CaseSteps area={area} found={found} steps={steps} workers={options} />}
            {children?.(found)}
            <Card size="small" title={say('deadlines')}>
              <CaseDeadlines deadlines={found.deadlines} />
            </Card>
            <Card size="small" title={say('facts')}>
              <div className={styles['parts']}>
                <CaseFacts found={found} nameOf={nameOf} />
                <div>
                  <CaseReveal area={area} id={id} />
                </div>
              </div>
            </Card>
            <Card size="small" title={say('record')}>
              <CaseRecord entries={found.entries} nameOf={nameOf} />
            </Card>
          </div>
        </>
      )}
    </Loaded>
  )
}
