import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { DatePicker, Empty } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { ruleProfile, whatIf } from '#schemas/api/rule-profile.ts'
import { shownCount, shownInstant } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { get, query } from '#console/net/call.ts'
import { eventWords } from '#console/parts/event-words.ts'
import { FindingList } from '#console/parts/finding-list.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { NameSelect } from '#console/parts/name-select.tsx'
import { ruleTexts } from './rule-texts.ts'
import styles from './rules-page.module.css'

type Profile = z.infer<typeof ruleProfile>
type Answer = z.infer<typeof whatIf>
type Span = { readonly from: string; readonly to: string }

const MOST = 100

const Changes = ({ answer }: { readonly answer: Answer }) => {
  const say = ruleTexts.useTexts()
  const word = eventWords.useTexts()
  const { items, judged } = answer
  return (
    <>
      <p className={styles['quiet']}>
        {say('judged', {
          cylinders: shownCount(judged.cylinders),
          events: shownCount(judged.events),
          changed: shownCount(items.length),
        })}
      </p>
      {items.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noChange')} />
      )}
      <ul className={styles['changes']}>
        {items.map((item) => (
          <li key={`${item.id} ${item.cylinder}`}>
            <span>
              <Link to={`/cylinders/${item.cylinder}`}>{item.cylinder}</Link>{' '}
              {eventWords.has(item.type) ? word(item.type) : item.type} · {shownInstant(item.at)}
            </span>
            <span className={styles['quiet']}>{say('saidThen')}</span>
            {item.recorded.length === 0 ? say('nothing') : <FindingList findings={item.recorded} />}
            <span className={styles['quiet']}>{say('saidUnder')}</span>
            {item.hypothetical.length === 0 ? (
              say('nothing')
            ) : (
              <FindingList findings={item.hypothetical} />
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

/** 假设分析: what another profile would have said about a period; nothing is changed. */
export const WhatIf = ({ profiles }: { readonly profiles: readonly Profile[] }) => {
  const say = ruleTexts.useTexts()
  const language = useLanguage()
  const [profile, setProfile] = useState<string>()
  const [span, setSpan] = useState<Span | null>(null)
  const asked = useQuery({
    queryKey: ['what-if', profile, span],
    enabled: profile !== undefined && span !== null,
    queryFn: ({ signal }) =>
      get<Answer>(
        `/v1/rule-profiles/${profile ?? ''}/what-if${query({ ...span, limit: MOST })}`,
        signal,
      ),
  })
  return (
    <>
      <p className={styles['quiet']}>{say('whatIfHint')}</p>
      <div className={styles['bar']}>
        <NameSelect
          label={say('profile')}
          value={profile}
          onChange={(id?: string) => setProfile(id)}
          options={profiles.map(({ id, name }) => ({ value: id, label: name[language] }))}
        />
        <DatePicker.RangePicker
          aria-label={say('period')}
          onChange={(dates) => {
            const [from, to] = dates ?? []
            setSpan(
              from && to
                ? {
                    from: from.startOf('day').toISOString(),
                    to: to.add(1, 'day').startOf('day').toISOString(),
                  }
                : null,
            )
          }}
        />
      </div>
      {profile !== undefined && span !== null && (
        <Loaded query={asked}>{(answer) => <Changes answer={answer} />}</Loaded>
      )}
    </>
  )
}
