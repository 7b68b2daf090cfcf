import { Link, useNavigate } from '@tanstack/react-router'
import { App, Button, Card, Form } from 'antd'
import { useState } from 'react'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import type { FormField } from '#console/parts/form-field.tsx'
import { FormFieldItem } from '#console/parts/form-field.tsx'
import { formValues } from '#console/parts/form-values.ts'
import { PageHead } from '#console/parts/page-head.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { useEnterprise } from '#console/parts/use-enterprise.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import styles from './quality.module.css'
import { KINDS, type SurveyKind, useSurveyItems } from './survey.ts'
import { type Looked, SurveyItems } from './survey-items.tsx'
import { qualityTexts } from './texts.ts'

const SURVEYORS = ['company', 'users', 'third-party', 'authority'] as const
const METHODS = ['visit', 'call', 'questionnaire', 'recording'] as const

const useFields = (enterprise: ReturnType<typeof useEnterprise>): readonly FormField[] => {
  const say = qualityTexts.useTexts()
  const { sites } = useNames()
  const id = enterprise.id
  return [
    ...enterprise.fields,
    {
      name: 'kind',
      label: say('surveyKind'),
      kind: 'choice',
      initial: 'window',
      options: KINDS.map((value) => ({ value, label: say(`kind.${value}`) })),
    },
    {
      name: 'surveyor',
      label: say('surveyor'),
      kind: 'choice',
      initial: 'company',
      options: SURVEYORS.map((value) => ({ value, label: say(`surveyor.${value}`) })),
    },
    {
      name: 'method',
      label: say('method'),
      kind: 'choice',
      initial: 'visit',
      options: METHODS.map((value) => ({ value, label: say(`method.${value}`) })),
    },
    {
      name: 'stationId',
      label: say('station'),
      kind: 'choice',
      optional: true,
      options: sites
        .filter((site) => site.enterpriseId === id)
        .map(({ id: value, name }) => ({ value, label: name })),
    },
    {
      name: 'surveyedAt',
      label: say('surveyedAt'),
      kind: 'instant',
      optional: true,
      hint: say('nowHint'),
    },
    {
      name: 'photo',
      label: say('photo'),
      kind: 'picture',
      optional: true,
      upload: uploadPicture({ kind: 'photo', enterpriseId: id }),
    },
  ]
}

/** 服务调查: on the spot or by telephone, item by item; what was not looked at is left out. */
const NewSurveyPage = () => {
  const say = qualityTexts.useTexts()
  const common = shellTexts.useTexts()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const send = useSend()
  const items = useSurveyItems()
  const enterprise = useEnterprise()
  const fields = useFields(enterprise)
  const [form] = Form.useForm<Record<string, unknown>>()
  const kind = (Form.useWatch('kind', form) as SurveyKind | undefined) ?? 'window'
  const [looked, setLooked] = useState<Looked>({})
  const [wrong, setWrong] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (raw: Record<string, unknown>): Promise<void> => {
    const seen = Object.entries(looked)
    const silent = seen.some(([, { ok, remark }]) => !ok && remark.trim() === '')
    setWrong(seen.length === 0 ? say('nothingLooked') : silent ? say('remarkNeeded') : null)
    if (seen.length === 0 || silent) return
    const { photo, surveyedAt, ...values } = formValues(fields, raw)
    setBusy(true)
    setError(null)
    try {
      await send('POST', '/v1/surveys', {
        ...values,
        surveyedAt: surveyedAt ?? new Date().toISOString(),
        items: seen.map(([item, { ok, remark }]) => (ok ? { item, ok } : { item, ok, remark })),
        ...(photo === undefined ? {} : { photos: [photo] }),
      })
      void message.success(say('surveySaved'))
      void navigate({ to: '/office/satisfaction', search: { tab: 'surveys' } })
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Link
        to="/office/satisfaction"
        search={{ tab: 'surveys' }}
        className={`${styles['back']} no-print`}
      >
        {say('backToSurveys')}
      </Link>
      <PageHead title={say('newSurvey')} hint={say('newSurveyHint')} />
      <Card size="small" className={styles['form'] ?? ''}>
        <Form
          form={form}
          layout="vertical"
          requiredMark="optional"
          onValuesChange={(changed) => 'kind' in changed && setLooked({})}
          onFinish={(raw) => void submit(raw)}
        >
          <div className={styles['head']}>
            {fields.map((field) => (
              <FormFieldItem key={field.name} field={field} required={common('required')} />
            ))}
          </div>
          <SurveyItems items={items?.of(kind) ?? []} looked={looked} onLook={setLooked} />
          <ProblemAlert error={error ?? (wrong === null ? null : new Error(wrong))} />
          <Button type="primary" htmlType="submit" loading={busy} size="large">
            {say('saveSurvey')}
          </Button>
        </Form>
      </Card>
    </>
  )
}

export default NewSurveyPage
