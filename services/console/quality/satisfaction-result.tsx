import { useQuery } from '@tanstack/react-query'
import { Card, Empty } from 'antd'
import type { z } from 'zod'
import type { satisfactionReport } from '#schemas/api/call-back.ts'
import { shownCount, shownNumber } from '#console/i18n/format.ts'
import type { Asked } from '#console/kpi/use-asked.ts'
import { get, query } from '#console/net/call.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { ShareList } from '#console/parts/share-list.tsx'
import styles from './quality.module.css'
import { type QualityWord, qualityTexts } from './texts.ts'

type Report = z.infer<typeof satisfactionReport>

const Grades = ({ report, of }: { readonly report: Report; readonly of: string }) => {
  const say = qualityTexts.useTexts()
  const rows = report.grades.filter((row) => row.of === of)
  if (rows.length === 0) return null
  const all = rows.reduce((sum, { count }) => sum + count, 0)
  return (
    <>
      <h3 className={styles['heading']}>{say(`of.${of}` as QualityWord)}</h3>
      <ShareList
        rows={[...rows].reverse().map(({ grade, count }) => ({
          key: grade,
          name:
            of === 'stars'
              ? say('stars', { n: grade })
              : say(`satisfaction.${grade}` as QualityWord),
          part: count,
          whole: all,
        }))}
      />
    </>
  )
}

/** What users said in that time: by grade, and by the parts that make it up (R001-9.4.2, R002-9.4.5). */
export const SatisfactionResult = ({ asked }: { readonly asked: Asked }) => {
  const say = qualityTexts.useTexts()
  const { from, to, enterprise: enterpriseId } = asked
  const found = useQuery({
    queryKey: ['satisfaction', asked],
    queryFn: ({ signal }) =>
      get<Report>(`/v1/satisfaction${query({ from, to, enterpriseId })}`, signal),
  })
  return (
    <Loaded query={found}>
      {(report) =>
        report.asked === 0 ? (
          <Empty description={say('noAnswers')}>{say('noAnswersHint')}</Empty>
        ) : (
          <div className={styles['parts']}>
            <p className={styles['quiet']}>{say('asked', { count: shownCount(report.asked) })}</p>
            <Card size="small" title={say('grades')}>
              <Grades report={report} of="stars" />
              <Grades report={report} of="call-back" />
            </Card>
            {report.parts.length > 0 && (
              <Card size="small" title={say('parts')}>
                <ShareList
                  rows={report.parts.map(({ part, answers, conforming, mean }) => ({
                    key: part,
                    name: say(`part.${part}` as QualityWord),
                    part: conforming,
                    whole: answers,
                    ...(mean === null ? {} : { note: say('mean', { mean: shownNumber(mean, 1) }) }),
                  }))}
                />
                <p className={styles['quiet']}>{say('conformHint')}</p>
              </Card>
            )}
          </div>
        )
      }
    </Loaded>
  )
}
