import { Link, useParams } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Alert, Card, Tag } from 'antd'
import { shownInstant, shownMass } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { Facts } from '#console/parts/facts.tsx'
import { findingName, findingWords } from '#console/parts/finding-words.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { ClauseRef } from '#console/parts/clause-ref.tsx'
import { useProfileName } from '#console/parts/use-profile-name.ts'
import styles from './oversight.module.css'
import { SpotCheckActions, type SpotCheckDetail } from './spot-check-actions.tsx'
import { CheckTag } from './spot-checks-page.tsx'
import { oversightTexts, type OversightWord } from './texts.ts'

type Item = SpotCheckDetail['items'][number]
type Seen = { readonly grossG?: number; readonly tareG?: number; readonly labelledNetG?: number }

const SEEN = ['leakFree', 'sealed', 'labelled'] as const

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const mass = (name: string, grams: number | null | undefined): string =>
  typeof grams === 'number' ? `${name} ${shownMass(grams)}` : ''

/** One cylinder: weighed, looked at, judged. */
const SpotItem = ({ item }: { readonly item: Item }) => {
  const say = oversightTexts.useTexts()
  const name = findingWords.useTexts()
  const seen = (item['seen'] ?? {}) as Seen & Readonly<Record<string, unknown>>
  const measured = (value: number | null): string =>
    value === null ? '' : Math.abs(value) >= 100 ? shownMass(value) : String(value)
  return (
    <li>
      <span className={styles['line']}>
        <Link to={`/cylinders/${item.code}`}>{item.code}</Link>
        {item.findings.length === 0 ? (
          <Tag color="success">{say('fine')}</Tag>
        ) : (
          item.findings.map(({ code, clause, limit, measured: found }) => (
            <span key={code}>
              <Tag color="error">{findingName(code, name)}</Tag>
              <span className={styles['quiet']}>
                {[
                  found === null ? '' : say('measuredIs', { value: measured(found) }),
                  limit === null ? '' : say('limitIs', { value: measured(limit) }),
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}{' '}
                <ClauseRef id={clause} />
              </span>
            </span>
          ))
        )}
      </span>
      <span className={`${styles['quiet']} numbers`}>
        {[
          mass(say('gross'), seen.grossG),
          mass(say('tare'), seen.tareG),
          mass(say('net'), item.netG),
          mass(say('labelledNet'), seen.labelledNetG),
          ...SEEN.map((one) => (seen[one] === false ? say(`not.${one}`) : '')),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </span>
    </li>
  )
}

/** 抽查单: one check on the spot. */
const SpotCheckPage = () => {
  const say = oversightTexts.useTexts()
  const names = useNames()
  const profileName = useProfileName()
  const { spotcheck: id = '' }: { readonly spotcheck?: string } = useParams({ strict: false })
  const asked = useQuery({
    queryKey: ['spot-check', id],
    queryFn: ({ signal }) => get<SpotCheckDetail>(`/v1/spot-checks/${id}`, signal),
  })
  return (
    <Loaded query={asked}>
      {(found) => (
        <>
          <Link to="/regulator/spot-checks" className={`${styles['back']} no-print`}>
            {say('backToChecks')}
          </Link>
          <PageHead
            title={say('checkTitle', { no: found.no })}
            hint={
              <>
                {names.site(found.stationId)} <CheckTag check={found} />
              </>
            }
          >
            <SpotCheckActions found={found} />
          </PageHead>
          <div className={styles['parts']}>
            {found.plan !== null && (
              <Alert
                type={found.items.length < found.plan.n ? 'info' : 'success'}
                showIcon
                title={say('plan', { n: found.plan.n, done: found.items.length })}
                description={found.plan.certainty === 'document' ? null : say('planHint')}
              />
            )}
            <Card size="small">
              <Facts
                rows={[
                  [say('checkKind'), say(`checkKind.${found.kind}` as OversightWord)],
                  [say('enterprise'), found.enterpriseName],
                  [say('place'), textOf(found['place'])],
                  [say('instrument'), textOf(found['instrument'])],
                  [say('opened'), shownInstant(found.openedAt)],
                  [
                    say('concluded'),
                    found.concludedAt === null ? null : shownInstant(found.concludedAt),
                  ],
                  [say('profile'), profileName(found.profile)],
                  [
                    say('supervision'),
                    found.caseId === null ? null : (
                      <Link key="case" to={`/office/supervision/${found.caseId}`}>
                        {say('toCase')}
                      </Link>
                    ),
                  ],
                ]}
              />
            </Card>
            <Card size="small" title={say('checkedCylinders', { n: found.items.length })}>
              {found.items.length === 0 ? (
                <p className={styles['quiet']}>{say('noItem')}</p>
              ) : (
                <ul className={styles['list']}>
                  {found.items.map((item) => (
                    <SpotItem key={item.code} item={item} />
                  ))}
                </ul>
              )}
            </Card>
          </div>
        </>
      )}
    </Loaded>
  )
}

export default SpotCheckPage
