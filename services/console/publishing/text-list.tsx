import { useQuery } from '@tanstack/react-query'
import { Alert, type TableColumnsType, Tag } from 'antd'
import type { z } from 'zod'
import type { publicTextsMissing } from '#schemas/api/public-info.ts'
import { shownInstant } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { usePages } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { ClauseRefs } from '#console/parts/clause-ref.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { languageOf, type PublicText } from './public-text.ts'
import styles from './publishing.module.css'
import { TextButton } from './text-button.tsx'
import { TextReview } from './text-review.tsx'
import { type PublishingWord, publishingTexts } from './texts.ts'

const Missing = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const { data } = useQuery({
    queryKey: ['texts-missing', enterpriseId],
    queryFn: ({ signal }) => {
      const path = `/v1/public-texts/missing?enterpriseId=${encodeURIComponent(enterpriseId)}`
      return get<z.infer<typeof publicTextsMissing>>(path, signal)
    },
  })
  if (data === undefined || data.topics.length === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      title={say('missing', { n: data.topics.length })}
      description={
        <ul className={styles['missing']}>
          {data.topics.map(({ topic, clauses }) => (
            <li key={topic}>
              <strong>{say(`topic.${topic}` as PublishingWord)}</strong>
              <ClauseRefs ids={clauses} />
            </li>
          ))}
        </ul>
      }
    />
  )
}

/** 公示文本: by topic and language; a translation is shown to nobody before a person has read it. */
export const TextList = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const mayWrite = useSession()?.role !== 'regulator'
  const { rows } = usePages<PublicText>('/v1/public-texts')
  const columns: TableColumnsType<PublicText> = [
    {
      title: say('topic'),
      dataIndex: 'topic',
      width: 150,
      render: (topic: string) => say(`topic.${topic}` as PublishingWord),
    },
    {
      title: say('language'),
      dataIndex: 'lang',
      width: 100,
      render: (lang: string) => (
        <span lang={languageOf(lang).html} dir={languageOf(lang).dir}>
          {languageOf(lang).name}
        </span>
      ),
    },
    {
      title: say('version'),
      key: 'version',
      width: 150,
      render: (_, { version, sourceVersion }) =>
        sourceVersion === null
          ? say('versionOf', { n: version })
          : say('translationOf', { n: version, source: sourceVersion }),
    },
    {
      title: say('state'),
      dataIndex: 'state',
      width: 110,
      render: (state: string) => (
        <Tag color={state === 'reviewed' ? 'success' : 'warning'}>
          {say(state === 'reviewed' ? 'reviewed' : 'draft')}
        </Tag>
      ),
    },
    {
      title: say('body'),
      key: 'body',
      width: 280,
      render: (_, { lang, body }) => (
        <span className={styles['clip']} lang={languageOf(lang).html} dir={languageOf(lang).dir}>
          {body}
        </span>
      ),
    },
    { title: say('writtenAt'), dataIndex: 'writtenAt', width: 150, render: shownInstant },
    {
      title: '',
      key: 'actions',
      width: 150,
      render: (_, text) => (
        <TextReview
          text={text}
          mayReview={mayWrite}
          source={rows.find(
            (one) =>
              one.enterpriseId === text.enterpriseId &&
              one.topic === text.topic &&
              one.lang === 'zh' &&
              one.version === text.sourceVersion,
          )}
        />
      ),
    },
  ]
  return (
    <div className={styles['parts']}>
      <Missing enterpriseId={enterpriseId} />
      {mayWrite && (
        <div>
          <TextButton enterpriseId={enterpriseId} />
        </div>
      )}
      <PageTable<PublicText>
        path="/v1/public-texts"
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1090}
        empty={say('noText')}
      />
    </div>
  )
}
