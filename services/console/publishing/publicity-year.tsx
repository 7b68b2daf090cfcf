import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Card, Empty, Tag } from 'antd'
import type { z } from 'zod'
import type { publicityPlan, publicityYear } from '#schemas/api/publicity.ts'
import { dayOf, shownCount } from '#console/i18n/format.ts'
import { get, query } from '#console/net/call.ts'
import { usePages } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { ClauseRef } from '#console/parts/clause-ref.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { ShareList } from '#console/parts/share-list.tsx'
import { aboutFields } from './publicity.ts'
import styles from './publishing.module.css'
import { type PublishingWord, publishingTexts } from './texts.ts'

type Plan = z.infer<typeof publicityPlan>
type Year = z.infer<typeof publicityYear>

const NewPlan = ({
  enterpriseId,
  year,
}: {
  readonly enterpriseId: string
  readonly year: number
}) => {
  const say = publishingTexts.useTexts()
  const send = useSend()
  return (
    <FormButton
      type="primary"
      size="small"
      icon={<PlusOutlined />}
      label={say('newPlan')}
      fields={[
        { name: 'year', label: say('year'), kind: 'whole', initial: year },
        ...aboutFields(say, 'topic'),
        { name: 'timesPerYear', label: say('timesPerYear'), kind: 'whole', initial: 2 },
        { name: 'organiser', label: say('organiser'), kind: 'text', maxLength: 100 },
      ]}
      onSubmit={(values) => send('POST', '/v1/publicity-plans', { enterpriseId, ...values })}
    />
  )
}

const Plans = ({ year, plans }: { readonly year: Year; readonly plans: readonly Plan[] }) => {
  const say = publishingTexts.useTexts()
  if (year.plans.length === 0) {
    return (
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noPlan')}>
        {say('noPlanHint')}
      </Empty>
    )
  }
  return (
    <ShareList
      rows={year.plans.map(({ planId, times, held, met }) => {
        const plan = plans.find(({ id }) => id === planId)
        const about =
          plan === undefined
            ? []
            : [
                say(`safety.${plan.topic}` as PublishingWord),
                say(`audience.${plan.audience}` as PublishingWord),
                plan.organiser,
              ]
        return {
          key: planId,
          name: about.join(' · '),
          part: held,
          whole: times,
          note: say(met ? 'planMet' : 'planOpen'),
          short: !met,
        }
      })}
    />
  )
}

const Duties = ({ year }: { readonly year: Year }) => {
  const say = publishingTexts.useTexts()
  if (year.duties.length === 0) return null
  return (
    <Card size="small" title={say('duties')}>
      <ShareList
        rows={year.duties.map(({ duty, times, held, met, clause }) => ({
          key: duty,
          name: say(`duty.${duty}` as PublishingWord),
          part: held,
          whole: times,
          note: <ClauseRef id={clause} />,
          short: !met,
        }))}
      />
    </Card>
  )
}

/** 年度计划: what the rules ask for, what was planned, and how much of it was held. */
export const PublicityYear = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const year = Number(dayOf(Date.now()).slice(0, 4))
  const found = useQuery({
    queryKey: ['publicity-year', enterpriseId, year],
    queryFn: ({ signal }) =>
      get<Year>(`/v1/publicity-events/summary${query({ year, enterpriseId })}`, signal),
  })
  const { rows } = usePages<Plan>('/v1/publicity-plans', { enterpriseId })
  const mayPlan = useSession()?.role !== 'regulator'
  return (
    <Loaded query={found}>
      {(data) => (
        <div className={styles['parts']}>
          <Duties year={data} />
          <Card
            size="small"
            title={say('plansOf', { year })}
            extra={mayPlan && <NewPlan enterpriseId={enterpriseId} year={year} />}
          >
            <Plans year={data} plans={rows} />
          </Card>
          <Card size="small" title={say('topics')}>
            <div className={styles['line']}>
              {data.topics.map(({ topic, held, people }) => (
                <Tag key={topic} color={held === 0 ? 'default' : 'success'}>
                  {say('topicHeld', {
                    topic: say(`safety.${topic}` as PublishingWord),
                    held,
                    people: shownCount(people),
                  })}
                </Tag>
              ))}
            </div>
          </Card>
        </div>
      )}
    </Loaded>
  )
}
