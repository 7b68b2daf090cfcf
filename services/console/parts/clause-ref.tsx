import { Button, Popover, Tag } from 'antd'
import type { MouseEvent } from 'react'
import { type Language } from '#console/i18n/language.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { shellTexts } from '#console/shell/texts.ts'
import styles from './clause-ref.module.css'
import { type Clause, useClause } from './use-clause.ts'

const FORCES = ['mandatory', 'recommended', 'draft', 'unconfirmed'] as const

const HAN = /\p{Script=Han}/u

/** The document without what stands in brackets behind its name, and the place in it. */
const nameOf = ({ id, document, section }: Clause, language: Language): string => {
  const [name = ''] = document[language].split(/ ?[（(]/)
  // What is gathered from several documents counts its entries by id, and so does who does not read Chinese.
  const place = language === 'en' && HAN.test(section) ? id.replace(/^[^-]*-/, '') : section
  return `${name} ${document.id === 'F' ? id : place}`
}

const Text = ({ clause }: { readonly clause: Clause }) => {
  const language = useLanguage()
  const say = shellTexts.useTexts()
  const force = FORCES.find((one) => one === clause.force)
  const text = language === 'zh' ? (clause.zhRead ?? clause.zh) : clause.en
  return (
    <div className={styles['text']}>
      <strong>{clause.document[language]}</strong> <span>{clause.section}</span>{' '}
      {force !== undefined && <Tag>{say(`force.${force}`)}</Tag>}
      <p>{text}</p>
      <small>{clause.id}</small>
    </div>
  )
}

const stay = (event: MouseEvent): void => event.stopPropagation()

/** 条款: the document and its place by name; a press shows what stands there. */
export const ClauseRef = ({ id }: { readonly id: string }) => {
  const language = useLanguage()
  const clause = useClause(id)
  if (clause === null || clause === undefined) return <span>{id}</span>
  return (
    <span onClick={stay} role="presentation">
      <Popover trigger="click" content={<Text clause={clause} />}>
        <Button type="link" size="small" className={styles['ref'] ?? ''}>
          {nameOf(clause, language)}
        </Button>
      </Popover>
    </span>
  )
}

export const ClauseRefs = ({ ids }: { readonly ids: readonly string[] }) => (
  <span className={styles['refs']}>
    {ids.map((id) => (
      <ClauseRef key={id} id={id} />
    ))}
  </span>
)
