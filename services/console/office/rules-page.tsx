import { useQuery } from '@tanstack/react-query'
import { Card, Collapse, Tag } from 'antd'
import type { z } from 'zod'
import type { ruleProfile } from '#schemas/api/rule-profile.ts'
import { shownDay } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { shellTexts } from '#console/shell/texts.ts'
import { useRegions } from '#console/parts/use-regions.ts'
import { ruleTexts } from './rule-texts.ts'
import { RuleValues } from './rule-values.tsx'
import styles from './rules-page.module.css'
import { WhatIf } from './what-if.tsx'

type Profile = z.infer<typeof ruleProfile>

const FORCES = ['mandatory', 'recommended', 'draft', 'unconfirmed'] as const

const Head = ({ profile }: { readonly profile: Profile }) => {
  const say = ruleTexts.useTexts()
  const common = shellTexts.useTexts()
  const language = useLanguage()
  return (
    <span className={styles['head']}>
      <strong>{profile.name[language]}</strong>
      <Tag color={profile.active ? 'success' : 'default'}>
        {say(profile.active ? 'active' : 'notActive')}
      </Tag>
      <span className={styles['quiet']}>
        {FORCES.flatMap((force) => {
          const count = profile.forces[force] ?? 0
          return count === 0 ? [] : [`${common(`force.${force}`)} ${count}`]
        }).join(' · ')}
      </span>
    </span>
  )
}

const Places = ({ profile }: { readonly profile: Profile }) => {
  const say = ruleTexts.useTexts()
  const { places } = profile
  const region = useRegions(places.map(({ regionPrefix }) => regionPrefix))
  if (places.length === 0) return <p className={styles['quiet']}>{say('nowhere')}</p>
  return (
    <p className={styles['quiet']}>
      {places
        .map(({ regionPrefix, from }) =>
          say('inForceIn', {
            region: regionPrefix === '' ? say('everywhere') : region(regionPrefix),
            from: shownDay(from),
          }),
        )
        .join(' · ')}
    </p>
  )
}

/** 规则集: what the law asks, where and since when, how much it binds and how sure we are of it. */
const RulesPage = () => {
  const say = ruleTexts.useTexts()
  const asked = useQuery({
    queryKey: ['rule-profiles'],
    queryFn: ({ signal }) => get<Page<Profile>>('/v1/rule-profiles?limit=100', signal),
  })
  return (
    <>
      <PageHead title={say('rules')} hint={say('rulesHint')} />
      <Loaded query={asked}>
        {({ items }) => (
          <div className={styles['parts']}>
            <Collapse
              items={items.map((profile) => ({
                key: profile.id,
                label: <Head profile={profile} />,
                children: (
                  <>
                    <Places profile={profile} />
                    <RuleValues values={profile.values} />
                  </>
                ),
              }))}
            />
            <Card size="small" title={say('whatIf')}>
              <WhatIf profiles={items} />
            </Card>
          </div>
        )}
      </Loaded>
    </>
  )
}

export default RulesPage
