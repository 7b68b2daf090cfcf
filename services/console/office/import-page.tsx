import { DownloadOutlined, InboxOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Card, Progress, Table, Upload } from 'antd'
import type { ImportReport } from '#schemas/api/cylinder.ts'
import { shownCount } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { saveText } from '#console/net/save-text.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { PageHead } from '#console/parts/page-head.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { useImport } from '#console/parts/use-import.ts'
import styles from './import-page.module.css'
import { officeTexts } from './texts.ts'

type RowError = ImportReport['errors'][number]

/** Excel reads UTF-8 only behind this mark. */
const BOM = '\ufeff'

const cell = (value: string | number): string => `"${String(value).replaceAll('"', '""')}"`

const useErrorText = () => {
  const language = useLanguage()
  const word = cylinderWords.useTexts()
  return {
    field: (name: string | undefined): string =>
      name !== undefined && cylinderWords.has(name.replace(/G$|Ml$|Id$/, ''))
        ? word(name.replace(/G$|Ml$|Id$/, '') as 'tare')
        : (name ?? ''),
    reason: ({ message, messageZh }: RowError): string => (language === 'zh' ? messageZh : message),
  }
}

const Report = ({ report }: { readonly report: ImportReport }) => {
  const say = officeTexts.useTexts()
  const told = useErrorText()
  const { rows, created, failed, errors } = report
  const ignored = (report['ignoredColumns'] as readonly string[] | undefined) ?? []
  const save = (): void => {
    const lines = errors.map((error) =>
      [error.line, told.field(error.field), told.reason(error)].map(cell).join(','),
    )
    const head = [say('line'), say('field'), say('reason')].map(cell).join(',')
    saveText(`${BOM}${[head, ...lines].join('\r\n')}\r\n`, 'import-errors.csv', 'text/csv')
  }
  return (
    <Card size="small" title={say('importDone')}>
      <Alert
        type={failed === 0 ? 'success' : 'warning'}
        showIcon
        title={say('importCounts', {
          rows: shownCount(rows),
          created: shownCount(created),
          failed: shownCount(failed),
        })}
        description={
          ignored.length === 0 ? undefined : say('importIgnored', { columns: ignored.join(', ') })
        }
      />
      {errors.length > 0 && (
        <>
          <div className={styles['bar']}>
            <p>{say('importMend')}</p>
            <Button icon={<DownloadOutlined />} onClick={save}>
              {say('importErrors')}
            </Button>
          </div>
          <Table<RowError>
            virtual
            size="small"
            pagination={false}
            scroll={{ x: 320, y: 360 }}
            dataSource={[...errors]}
            rowKey={({ line, field, code }) => `${line} ${field ?? ''} ${code}`}
            columns={[
              { title: say('line'), dataIndex: 'line', width: 64 },
              {
                title: say('field'),
                dataIndex: 'field',
                width: 100,
                render: (name: string | undefined) => told.field(name),
              },
              { title: say('reason'), key: 'reason', render: (_, error) => told.reason(error) },
            ]}
          />
        </>
      )}
    </Card>
  )
}

/** 批量导入: a CSV from Excel or the system before; what is good is registered, what is not is told row by row. */
const ImportPage = () => {
  const say = officeTexts.useTexts()
  const { share, report, error, start, stop } = useImport<ImportReport>()
  const template = (): void => saveText(BOM + say('importTemplate'), 'cylinders.csv', 'text/csv')
  return (
    <>
      <Link to="/office/cylinders" className={`${styles['back']} no-print`}>
        {say('backToRegistry')}
      </Link>
      <PageHead title={say('import')} hint={say('importHint')}>
        <Button icon={<DownloadOutlined />} onClick={template}>
          {say('template')}
        </Button>
      </PageHead>
      <div className={styles['parts']}>
        <Upload.Dragger
          accept=".csv,.txt,.tsv,text/csv"
          showUploadList={false}
          disabled={share !== null}
          beforeUpload={(file) => {
            void start('/v1/cylinders/import', file)
            return false
          }}
        >
          <p className={styles['icon']}>
            <InboxOutlined aria-hidden />
          </p>
          <p className={styles['drop']}>{say('dropFile')}</p>
          <p className={styles['hint']}>{say('dropFileHint')}</p>
        </Upload.Dragger>
        {share !== null && (
          <Card size="small" title={say('importing')}>
            <Progress
              percent={Math.floor(share * 100)}
              status="active"
              aria-label={say('importing')}
            />
            <div className={styles['bar']}>
              <p>{share < 1 ? say('importRunning') : say('importFinishing')}</p>
              <Button onClick={stop}>{say('importStop')}</Button>
            </div>
          </Card>
        )}
        <ProblemAlert error={error} />
        {report !== null && <Report report={report} />}
      </div>
    </>
  )
}

export default ImportPage
