import { useQuery } from '@tanstack/react-query'
import { Alert, Empty, Tag } from 'antd'
import type { z } from 'zod'
import { dayOf, shownDay, shownInstant, shownMass } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { Facts } from '#console/parts/facts.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import type { MyCylinder } from '#schemas/api/account.ts'
import type { inspection, rectification } from '#schemas/api/safety.ts'
import styles from './customer.module.css'
import { customerTexts } from './texts.ts'

type Fill = { readonly at: string; readonly stationName: string | null; readonly netG: number }
type Cylinder = MyCylinder & { readonly lastFill?: Fill | null; readonly leakFree?: boolean | null }
type Inspection = z.infer<typeof inspection>
type Hazard = z.infer<typeof rectification>

const dayText = (day: string | null): string | null => (day === null ? null : shownDay(day))

const CylinderCard = ({ cylinder }: { readonly cylinder: Cylinder }) => {
  const say = customerTexts.useTexts()
  const { code, model, inDate, nextInspectionOn, retireOn, lastFill, leakCheckedAt } = cylinder
  const leak =
    leakCheckedAt === null
      ? null
      : say(cylinder.leakFree === false ? 'leaking' : 'leakFree', {
          day: shownDay(dayOf(leakCheckedAt)),
        })
  return (
    <li className={styles['card']}>
      <div className={styles['head']}>
        <strong className="numbers">{code}</strong>
        <span>{model}</span>
      </div>
      <Tag color={inDate ? 'success' : 'error'}>{say(inDate ? 'inDate' : 'outOfDate')}</Tag>
      <Facts
        rows={[
          [say('nextInspection'), dayText(nextInspectionOn)] as const,
          [say('retireOn'), dayText(retireOn)] as const,
          [
            say('filled'),
            lastFill
              ? say('filledAt', {
                  station: lastFill.stationName ?? '',
                  day: shownDay(dayOf(lastFill.at)),
                  kg: shownMass(lastFill.netG),
                })
              : null,
          ] as const,
          [say('leakCheck'), leak] as const,
        ].filter(([, value]) => value !== null)}
      />
    </li>
  )
}

const itemName = (item: string, say: ReturnType<typeof customerTexts.useTexts>): string => {
  const key = `item.${item}`
  return customerTexts.has(key) ? say(key) : item
}

const Hazards = () => {
  const say = customerTexts.useTexts()
  const { data } = useQuery({
    queryKey: ['my', 'hazards'],
    queryFn: ({ signal }) => get<Page<Hazard>>('/v1/me/rectifications?limit=50', signal),
  })
  if (data === undefined || data.items.length === 0) return null
  return (
    <>
      <h2>{say('hazards')}</h2>
      {data.items.map(({ id, hazards, dueOn, overdue, stopsSupply }) => (
        <Alert
          key={id}
          type={overdue ? 'error' : 'warning'}
          showIcon
          title={hazards.map(({ item }) => itemName(item, say)).join(' · ')}
          description={[
            say('dueOn', { day: shownDay(dueOn) }),
            ...(overdue ? [say('overdue')] : []),
            ...(stopsSupply ? [say('stops')] : []),
          ].join(' · ')}
        />
      ))}
    </>
  )
}

const newestFirst = (a: Inspection, b: Inspection): number =>
  Date.parse(b.happenedAt) - Date.parse(a.happenedAt)

const Checks = () => {
  const say = customerTexts.useTexts()
  const checks = useQuery({
    queryKey: ['my', 'checks'],
    queryFn: ({ signal }) => get<Page<Inspection>>('/v1/me/safety-inspections?limit=50', signal),
  })
  return (
    <>
      <h2>{say('checks')}</h2>
      <Loaded query={checks}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles['quiet']}>{say('noChecks')}</p>
          ) : (
            <ul className={styles['list']}>
              {items.toSorted(newestFirst).map(({ id, outcome, happenedAt, items: seen }) => (
                <li key={id} className={styles['card']}>
                  <div className={styles['head']}>
                    <span className="numbers">{shownInstant(happenedAt)}</span>
                    <Tag color={outcome === 'passed' ? 'success' : 'warning'}>
                      {say(`check.${outcome}` as 'check.passed')}
                    </Tag>
                  </div>
                  {seen.some(({ ok }) => !ok) && (
                    <span className={styles['quiet']}>
                      {seen
                        .filter(({ ok }) => !ok)
                        .map(({ item }) => itemName(item, say))
                        .join(' · ')}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  )
}

const CylindersPage = () => {
  const say = customerTexts.useTexts()
  const cylinders = useQuery({
    queryKey: ['my', 'cylinders'],
    queryFn: ({ signal }) =>
      get<{ readonly items: readonly Cylinder[] }>('/v1/me/cylinders', signal),
  })
  return (
    <div className={styles['page']}>
      <h1>{say('myCylinders')}</h1>
      <Loaded query={cylinders}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noCylinders')} />
          ) : (
            <ul className={styles['list']}>
              {items.map((cylinder) => (
                <CylinderCard key={cylinder.code} cylinder={cylinder} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Hazards />
      <Checks />
    </div>
  )
}

export default CylindersPage
