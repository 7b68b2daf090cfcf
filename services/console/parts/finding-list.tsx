import { CloseCircleFilled, WarningFilled } from '@ant-design/icons'
import { Tag } from 'antd'
import type { FindingMessage } from '#schemas/finding.ts'
import { shownMass } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { ClauseRef } from './clause-ref.tsx'
import styles from './finding-list.module.css'
import { findingName, findingWords } from './finding-words.ts'
import { useProfileName } from './use-profile-name.ts'

/** A finding as the API tells it: with a sentence in both languages. */
export type ToldFinding = FindingMessage & {
  readonly message?: { readonly zh: string; readonly en: string }
}

const CODE = /\b[A-Z][A-Z_]{3,}\b/g

const value = (
  given: number | string,
  unit: string | undefined,
  nameOf: (code: string) => string,
): string => {
  if (typeof given === 'string') return given.replaceAll(CODE, nameOf)
  return unit === 'g' ? shownMass(given) : `${given} ${unit ?? ''}`.trim()
}

export const FindingTag = ({
  finding,
}: {
  readonly finding: Pick<ToldFinding, 'code' | 'severity'>
}) => {
  const say = findingWords.useTexts()
  const block = finding.severity === 'block'
  return (
    <Tag
      color={block ? 'error' : 'warning'}
      icon={block ? <CloseCircleFilled /> : <WarningFilled />}
    >
      <span title={finding.code}>{findingName(finding.code, say)}</span>
    </Tag>
  )
}

/** Findings (判定) with measured value, limit, clause and force beside each. */
export const FindingList = ({ findings }: { readonly findings: readonly ToldFinding[] }) => {
  const say = shellTexts.useTexts()
  const language = useLanguage()
  const profileName = useProfileName()
  const name = findingWords.useTexts()
  const nameOf = (code: string): string => findingName(code, name)
  return (
    <ul className={styles['list']}>
      {findings.map((finding) => (
        <li key={finding.code} className={styles[finding.severity]}>
          <FindingTag finding={finding} />
          {finding.message !== undefined && <strong>{finding.message[language]}</strong>}
          <span className={styles['facts']}>
            {finding.measured !== undefined &&
              `${say('measured')} ${value(finding.measured, finding.unit, nameOf)} · `}
            {finding.limit !== undefined &&
              `${say('limit')} ${value(finding.limit, finding.unit, nameOf)} · `}
            {finding.clause !== undefined && <ClauseRef id={finding.clause} />}
            {finding.force !== undefined && ` · ${say(`force.${finding.force}`)}`}
            {finding.profile !== undefined && ` · ${profileName(finding.profile)}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
