import { PrinterOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Button, Card, Tag, Timeline } from 'antd'
import type { ReactNode } from 'react'
import { shownInstant } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { ClauseRefs } from '#console/parts/clause-ref.tsx'
import { Facts } from '#console/parts/facts.tsx'
import { ObjectButton } from '#console/parts/object-button.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { roleNames } from '#console/shell/role-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { MeasureList } from './measure-list.tsx'
import { OrderButtons } from './order-buttons.tsx'
import styles from './oversight.module.css'
import type { SupervisionCase } from './supervision-types.ts'
import { oversightTexts, type OversightWord } from './texts.ts'

const Subject = ({ found }: { readonly found: SupervisionCase }): ReactNode => {
  const say = oversightTexts.useTexts()
  const names = useNames()
  const { kind, id } = found.subject
  if (kind === 'cylinder') return <Link to={`/cylinders/${id}`}>{id}</Link>
  if (kind === 'spot-check') {
    return <Link to={`/regulator/spot-checks/${id}`}>{say('subject.spot-check')}</Link>
  }
  if (kind === 'station') return names.site(id)
  return kind === 'enterprise' ? names.enterprise(id) : id
}

const Steps = ({ found }: { readonly found: SupervisionCase }) => {
  const say = oversightTexts.useTexts()
  const common = shellTexts.useTexts()
  return (
    <Timeline
      items={found.steps.map(({ type, at, role, note, objects }) => ({
        key: `${at} ${type}`,
        content: (
          <>
            <div className={styles['line']}>
              <strong>{say(`step.${type}` as OversightWord)}</strong>
              <span className={styles['quiet']}>
                {[
                  shownInstant(at),
                  role in roleNames ? common(roleNames[role as keyof typeof roleNames]) : '',
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            </div>
            {note !== null && <p className={styles['text']}>{note}</p>}
            {objects.map((object, n) => (
              <ObjectButton
                key={object}
                object={object}
                enterpriseId={found.enterpriseId}
                label={say('pictureNo', { n: n + 1 })}
              />
            ))}
          </>
        ),
      }))}
    />
  )
}

/** One case of a regulator: what was found, ordered, answered, accepted. */
const SupervisionCasePage = () => {
  const say = oversightTexts.useTexts()
  const common = shellTexts.useTexts()
  const { supervision: id = '' }: { readonly supervision?: string } = useParams({ strict: false })
  const asked = useQuery({
    queryKey: ['supervision', id],
    queryFn: ({ signal }) => get<SupervisionCase>(`/v1/supervision-cases/${id}`, signal),
  })
  return (
    <Loaded query={asked}>
      {(found) => (
        <>
          <Link to="/office/supervision" className={`${styles['back']} no-print`}>
            {say('backToSupervision')}
          </Link>
          <PageHead
            title={say('supervisionNo', { no: found.no })}
            hint={
              <>
                {found.enterpriseName}{' '}
                <Tag color={found.status === 'closed' ? 'default' : 'processing'}>
                  {say(`supervision.${found.status}` as OversightWord)}
                </Tag>
              </>
            }
          >
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {common('print')}
            </Button>
          </PageHead>
          <div className={styles['parts']}>
            <OrderButtons found={found} />
            <Card size="small" title={say('finding')}>
              <div className={styles['parts']}>
                <p className={styles['text']}>{found.finding}</p>
                <Facts
                  rows={[
                    [say('subject'), <Subject key="subject" found={found} />],
                    [say('clauses'), <ClauseRefs key="clauses" ids={found.clauses} />],
                    [say('opened'), shownInstant(found.openedAt)],
                    [say('closed'), found.closedAt === null ? null : shownInstant(found.closedAt)],
                  ]}
                />
              </div>
            </Card>
            <Card size="small" title={say('measures')}>
              <MeasureList found={found} />
            </Card>
            <Card size="small" title={say('record')}>
              <Steps found={found} />
            </Card>
          </div>
        </>
      )}
    </Loaded>
  )
}

export default SupervisionCasePage
