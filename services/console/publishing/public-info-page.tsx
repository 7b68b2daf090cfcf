import { useNavigate, useSearch } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { PageHead } from '#console/parts/page-head.tsx'
import { useEnterprise } from '#console/parts/use-enterprise.tsx'
import { NoticeList } from './notice-list.tsx'
import { PublicProfile } from './public-profile.tsx'
import styles from './publishing.module.css'
import { TextList } from './text-list.tsx'
import { publishingTexts } from './texts.ts'

const lists = { profile: PublicProfile, notices: NoticeList, texts: TextList } as const
type Tab = keyof typeof lists
const TABS: readonly Tab[] = ['profile', 'notices', 'texts']

/** 信息公开: hours, phones and gas; notices with their lead times; texts and their translations. */
const PublicInfoPage = () => {
  const say = publishingTexts.useTexts()
  const navigate = useNavigate()
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const tab = TABS.find((one) => one === search['tab']) ?? 'profile'
  const enterprise = useEnterprise()
  const Shown = lists[tab]
  return (
    <>
      <PageHead title={say('publicInfo')} hint={say('publicInfoHint')}>
        {enterprise.picker}
        {enterprise.id !== undefined && (
          <a href={`/e/${enterprise.id}`} target="_blank" rel="noreferrer">
            {say('publicPage')}
          </a>
        )}
      </PageHead>
      <div className={styles['tabs']}>
        <Segmented<Tab>
          aria-label={say('publicInfo')}
          value={tab}
          onChange={(next) => void navigate({ to: '.', search: { tab: next }, replace: true })}
          options={TABS.map((value) => ({ value, label: say(`info.${value}`) }))}
        />
      </div>
      {enterprise.id !== undefined && <Shown enterpriseId={enterprise.id} />}
    </>
  )
}

export default PublicInfoPage
