import { Card, Tag } from 'antd'
import { shownDay, shownInstant, shownList } from '#console/i18n/format.ts'
import { ObjectButton } from '#console/parts/object-button.tsx'
import { itemName, SignatureButton } from './archive-visits.tsx'
import type { HomeArchive } from './home-types.ts'
import styles from './homes.module.css'
import { homeTexts } from './texts.ts'

type Notice = HomeArchive['notices'][number]

const verdict = (accepted: boolean | null) =>
  accepted === null ? 'proof.open' : accepted ? 'proof.yes' : 'proof.no'

const Proofs = ({
  notice,
  enterpriseId,
}: {
  readonly notice: Notice
  readonly enterpriseId: string
}) => {
  const say = homeTexts.useTexts()
  return notice.proofs.map(({ id, firm, repairedOn, accepted, object }) => (
    <span key={id} className={styles['line']}>
      {say('proofIs', { firm, day: shownDay(repairedOn) })}
      <Tag>{say(verdict(accepted))}</Tag>
      {object !== null && (
        <ObjectButton object={object} enterpriseId={enterpriseId} label={say('proof')} />
      )}
    </span>
  ))
}

/** What was found, ordered, mended, seen again — from the notice to the re-check. */
export const ArchiveNotices = ({ archive }: { readonly archive: HomeArchive }) => {
  const say = homeTexts.useTexts()
  const { notices, enterpriseId } = archive
  return (
    <Card size="small" title={say('notices')}>
      {notices.length === 0 && <p className={styles['quiet']}>{say('noneNotices')}</p>}
      <ul className={styles['list']}>
        {notices.map((notice) => {
          const { id, no, hazards, grade, stopsSupply, issuedAt, dueOn, closedAt, closing } = notice
          const { reportedAt, reportedTo } = notice
          return (
            <li key={id}>
              <span className={styles['line']}>
                <strong>{no}</strong>
                <span className="numbers">{shownInstant(issuedAt)}</span>
                <Tag color={grade === 'major' ? 'error' : 'warning'}>
                  {say(grade === 'major' ? 'grade.major' : 'grade.general')}
                </Tag>
                {stopsSupply && closedAt === null && <Tag>{say('stopsSupply')}</Tag>}
                {closedAt === null ? (
                  <Tag color="error">{say('openUntil', { day: shownDay(dueOn) })}</Tag>
                ) : (
                  <Tag color="success">{say('closedAt', { at: shownInstant(closedAt) })}</Tag>
                )}
              </span>
              <span>{shownList(hazards.map((item) => itemName(item, say)))}</span>
              {reportedAt !== null && (
                <span className={styles['quiet']}>
                  {say('reported', { at: shownInstant(reportedAt), to: reportedTo ?? '' })}
                </span>
              )}
              <Proofs notice={notice} enterpriseId={enterpriseId} />
              <span className={styles['line']}>
                <SignatureButton
                  signed={notice.signature}
                  label={say('noticeSigned')}
                  enterpriseId={enterpriseId}
                />
                {closing !== null && (
                  <SignatureButton
                    signed={closing.signature}
                    label={say('recheckSigned')}
                    enterpriseId={enterpriseId}
                  />
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
