import { Card, Empty } from 'antd'
import { dayOf } from '#console/i18n/format.ts'
import type { Asked } from '#console/kpi/use-asked.ts'
import { usePages } from '#console/net/pages.ts'
import { ClauseRefs } from '#console/parts/clause-ref.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { ShareList } from '#console/parts/share-list.tsx'
import styles from './quality.module.css'
import { KINDS, type Survey, useSurveyItems } from './survey.ts'
import { qualityTexts } from './texts.ts'

const MOST = 500

/** Of each item: how often it was looked at in that time, and how often it conformed (R000-10.0.3). */
export const ItemResults = ({ asked }: { readonly asked: Asked }) => {
  const say = qualityTexts.useTexts()
  const items = useSurveyItems()
  const { rows, ...list } = usePages<Survey>('/v1/surveys', {}, MOST)
  const within = rows.filter(({ surveyedAt }) => {
    const day = dayOf(surveyedAt)
    return asked.from <= day && day <= asked.to
  })
  return (
    <Loaded query={list}>
      {() =>
        within.length === 0 || items === undefined ? (
          <Empty description={say('noSurvey')}>{say('noSurveyHint')}</Empty>
        ) : (
          <div className={styles['parts']}>
            <p className={styles['quiet']}>{say('surveysRead', { n: rows.length })}</p>
            {KINDS.map((kind) => {
              const seen = within.filter((one) => one.kind === kind).flatMap((one) => one.items)
              if (seen.length === 0) return null
              return (
                <Card key={kind} size="small" title={say(`kind.${kind}`)}>
                  <ShareList
                    rows={items.of(kind).flatMap(({ item, name, clauses }) => {
                      const own = seen.filter((one) => one.item === item)
                      const part = own.filter(({ ok }) => ok).length
                      const row = { key: item, name, part, whole: own.length }
                      const note = <ClauseRefs ids={clauses} />
                      return own.length === 0 ? [] : [{ ...row, note, short: part < own.length }]
                    })}
                  />
                </Card>
              )
            })}
          </div>
        )
      }
    </Loaded>
  )
}
