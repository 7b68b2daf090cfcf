import { Empty, Tag } from 'antd'
import type { z } from 'zod'
import type { publicNotice } from '#schemas/api/public-info.ts'
import { shownDay, shownInstant } from '#console/i18n/format.ts'
import { usePages } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { ClauseRef } from '#console/parts/clause-ref.tsx'
import { ConfirmButton } from '#console/parts/confirm-button.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { MoreButton } from '#console/parts/more-button.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { workWords } from '#console/parts/work-words.ts'
import { NoticeButton } from './notice-button.tsx'
import styles from './publishing.module.css'
import { type PublishingWord, publishingTexts } from './texts.ts'

type Notice = z.infer<typeof publicNotice> & {
  readonly arrangement: string
  readonly lateReason: string | null
  readonly newPlace?: { readonly name: string; readonly address: string; readonly phone: string }
}

const NoticeCard = ({
  notice,
  mayChange,
}: {
  readonly notice: Notice
  readonly mayChange: boolean
}) => {
  const say = publishingTexts.useTexts()
  const word = workWords.useTexts()
  const names = useNames()
  const send = useSend()
  const { kind, stationId, effectiveOn, earliestOn, late, provisional, withdrawnAt } = notice
  const { arrangement, newPlace, lateReason } = notice
  return (
    <li className={`${styles['card']} ${styles[withdrawnAt === null ? 'blue' : 'over'] ?? ''}`}>
      <div className={styles['line']}>
        <h2>{say(`notice.${kind}` as PublishingWord)}</h2>
        {stationId !== null && <span>{names.site(stationId)}</span>}
        {late && <Tag color="error">{say('late')}</Tag>}
        {withdrawnAt !== null && <Tag>{say('withdrawn', { at: shownInstant(withdrawnAt) })}</Tag>}
      </div>
      <p>
        <strong>{say('effectiveOf', { day: shownDay(effectiveOn) })}</strong>{' '}
        <span className={styles['quiet']}>
          {say('earliest', { day: shownDay(earliestOn) })} <ClauseRef id={notice.clause} />
          {provisional && ` · ${word('provisional')}`}
        </span>
      </p>
      <p>{arrangement}</p>
      {newPlace !== undefined && (
        <p>{[say('newPlace'), newPlace.name, newPlace.address, newPlace.phone].join(' · ')}</p>
      )}
      {lateReason !== null && (
        <p className={styles['quiet']}>{`${say('lateReason')} · ${lateReason}`}</p>
      )}
      <p className={styles['quiet']}>
        {[
          names.enterprise(notice.enterpriseId),
          say('publishedAt', { at: shownInstant(notice.publishedAt) }),
        ].join(' · ')}
      </p>
      {mayChange && withdrawnAt === null && (
        <div className={`${styles['line']} no-print`}>
          <ConfirmButton
            danger
            size="middle"
            label={say('withdraw')}
            consequence={say('withdrawHint')}
            onConfirm={() => send('POST', `/v1/public-notices/${notice.id}/withdraw`)}
          />
        </div>
      )}
    </li>
  )
}

/** 关站、迁址、停业公告: announced long enough before, or with the reason why not. */
export const NoticeList = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const list = usePages<Notice>('/v1/public-notices')
  const mayChange = useSession()?.role !== 'regulator'
  const own = list.rows.filter((one) => one.enterpriseId === enterpriseId)
  return (
    <>
      {mayChange && (
        <div className={styles['bar']}>
          <NoticeButton enterpriseId={enterpriseId} />
        </div>
      )}
      <Loaded query={list}>
        {() =>
          own.length === 0 ? (
            <Empty description={say('noNotice')} />
          ) : (
            <ul className={styles['cards']}>
              {own.map((notice) => (
                <NoticeCard key={notice.id} notice={notice} mayChange={mayChange} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton list={list} />
    </>
  )
}
