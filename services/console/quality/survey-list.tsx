import { type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { shownInstant } from '#console/i18n/format.ts'
import { NameSelect } from '#console/parts/name-select.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import styles from './quality.module.css'
import { KINDS, type Survey, useSurveyItems } from './survey.ts'
import { type QualityWord, qualityTexts } from './texts.ts'

/** Surveys as they were made, newest first. */
export const SurveyList = () => {
  const say = qualityTexts.useTexts()
  const names = useNames()
  const items = useSurveyItems()
  const [kind, setKind] = useState<string>()
  const columns: TableColumnsType<Survey> = [
    { title: say('surveyedAt'), dataIndex: 'surveyedAt', width: 160, render: shownInstant },
    {
      title: say('surveyKind'),
      dataIndex: 'kind',
      width: 120,
      render: (value: string) => say(`kind.${value}` as QualityWord),
    },
    {
      title: say('surveyor'),
      key: 'surveyor',
      width: 170,
      render: (_, { surveyor, method }) =>
        `${say(`surveyor.${surveyor}` as QualityWord)} · ${say(`method.${method}` as QualityWord)}`,
    },
    {
      title: say('station'),
      dataIndex: 'stationId',
      width: 160,
      render: (id: string | null) => names.site(id) || '–',
    },
    {
      title: say('outcome'),
      key: 'outcome',
      width: 380,
      render: (_, { kind: of, items: seen }) => {
        const failed = seen.filter(({ ok }) => !ok)
        return (
          <>
            <Tag color={failed.length === 0 ? 'success' : 'error'}>
              {say('outcomeOf', { ok: seen.length - failed.length, all: seen.length })}
            </Tag>
            {failed.map(({ item, remark }) => (
              <div key={item}>
                {items?.name(of, item) ?? item}
                {typeof remark === 'string' && ` · ${remark}`}
              </div>
            ))}
          </>
        )
      },
    },
  ]
  return (
    <>
      <div className={styles['bar']}>
        <NameSelect
          label={say('allKinds')}
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: say(`kind.${value}`) }))}
        />
      </div>
      <PageTable<Survey>
        path="/v1/surveys"
        filter={{ kind }}
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={990}
        empty={say('noSurvey')}
      />
    </>
  )
}
