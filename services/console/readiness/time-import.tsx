import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Progress, Segmented, Upload } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { timeImportReport } from '#schemas/api/call.ts'
import { shownCount } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { query } from '#console/net/call.ts'
import { saveText } from '#console/net/save-text.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { useEnterprise } from '#console/parts/use-enterprise.tsx'
import { useImport } from '#console/parts/use-import.ts'
import styles from './readiness.module.css'
import { readinessTexts } from './texts.ts'

type Report = z.infer<typeof timeImportReport>

const SOURCES = { calls: '/v1/calls/import', waits: '/v1/window-waits/import' } as const
type Source = keyof typeof SOURCES

/** Excel reads UTF-8 only behind this mark. */
const BOM = '\ufeff'

const Outcome = ({ report }: { readonly report: Report }) => {
  const say = readinessTexts.useTexts()
  const language = useLanguage()
  const { rows, created, repeated, failed, errors } = report
  const ignored = (report['ignoredColumns'] as readonly string[] | undefined) ?? []
  return (
    <>
      <Alert
        type={failed === 0 ? 'success' : 'warning'}
        showIcon
        title={say('imported', {
          rows: shownCount(rows),
          created: shownCount(created),
          repeated: shownCount(repeated),
          failed: shownCount(failed),
        })}
        description={
          ignored.length === 0 ? undefined : say('ignored', { columns: ignored.join(' · ') })
        }
      />
      {errors.length > 0 && (
        <Card size="small" title={say('mend')}>
          <ol className={styles['errors']} tabIndex={0}>
            {errors.map(({ line, field, message, messageZh }) => (
              <li key={`${line} ${field ?? ''} ${message}`}>
                {say('errorLine', {
                  line,
                  field:
                    field !== undefined && readinessTexts.has(field) ? say(field) : (field ?? ''),
                  reason: language === 'zh' ? messageZh : message,
                })}
              </li>
            ))}
          </ol>
        </Card>
      )}
    </>
  )
}

/** 导入: files of the exchange and of the queue machine; the same row twice counts once. */
export const TimeImport = () => {
  const say = readinessTexts.useTexts()
  const [source, setSource] = useState<Source>('calls')
  const { id, picker } = useEnterprise()
  const { share, report, error, start, stop } = useImport<Report>()
  const template = (): void =>
    saveText(BOM + say(`template.${source}`), `${source}.csv`, 'text/csv')
  return (
    <div className={`${styles['parts']} ${styles['narrow']}`}>
      <div className={styles['bar']}>
        <Segmented<Source>
          aria-label={say('source')}
          value={source}
          onChange={setSource}
          options={(['calls', 'waits'] as const).map((value) => ({
            value,
            label: say(`source.${value}`),
          }))}
        />
        {picker}
        <Button icon={<DownloadOutlined />} onClick={template}>
          {say('getTemplate')}
        </Button>
      </div>
      <Upload.Dragger
        accept=".csv,.txt,.tsv,text/csv"
        showUploadList={false}
        disabled={share !== null || id === undefined}
        beforeUpload={(file) => {
          void start(`${SOURCES[source]}${query({ enterpriseId: id })}`, file)
          return false
        }}
      >
        <p className={styles['drop']}>{say(`drop.${source}`)}</p>
        <p className={`${styles['drop']} ${styles['quiet']}`}>{say(`columns.${source}`)}</p>
      </Upload.Dragger>
      {share !== null && (
        <Card size="small" title={say('importing')}>
          <Progress
            percent={Math.floor(share * 100)}
            status="active"
            aria-label={say('importing')}
          />
          <Button onClick={stop}>{say('stop')}</Button>
        </Card>
      )}
      <ProblemAlert error={error} />
      {report !== null && <Outcome report={report} />}
    </div>
  )
}
