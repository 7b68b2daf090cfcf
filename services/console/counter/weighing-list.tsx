import { Link } from '@tanstack/react-router'
import { App, type TableColumnsType, Tag } from 'antd'
import type { z } from 'zod'
import { shownInstant, shownList, shownMass } from '#console/i18n/format.ts'
import { useSend } from '#console/net/use-send.ts'
import { findingName, findingWords } from '#console/parts/finding-words.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { type FormValues, textOf } from '#console/parts/form-values.ts'
import { PageTable } from '#console/parts/page-table.tsx'
import { codeOf } from '#console/parts/scan-field.tsx'
import { useNames } from '#console/parts/use-names.ts'
import type { customerWeighing } from '#schemas/api/counter.ts'
import styles from './counter.module.css'
import { counterTexts } from './texts.ts'
import { useCounterStation } from './use-counter-station.ts'

type Weighing = z.infer<typeof customerWeighing>

const WeighForButton = () => {
  const say = counterTexts.useTexts()
  const send = useSend()
  const { modal } = App.useApp()
  const { own, fields } = useCounterStation()
  const weigh = async ({ stationId, code, ...values }: FormValues): Promise<void> => {
    const site = own ?? textOf(stationId)
    const told = { weighedAt: new Date().toISOString(), code: codeOf(textOf(code)), ...values }
    const done = await send<Weighing>('POST', `/v1/sites/${site}/customer-weighings`, told)
    const verdict = say(done.mayBeSold ? 'maySell' : 'mayNotSell')
    const title =
      done.netG === null
        ? say('resultNoTare', { code: done.code, verdict })
        : say('result', { code: done.code, kg: shownMass(done.netG), verdict })
    // The customer stands there: it stays until somebody has read it.
    if (done.mayBeSold) modal.success({ title })
    else modal.error({ title })
  }
  return (
    <FormButton
      type="primary"
      label={say('forCustomer')}
      consequence={say('forCustomerHint')}
      fields={[
        { name: 'code', label: say('code'), kind: 'text', hint: say('codeHint') },
        ...fields,
        { name: 'grossG', label: say('gross'), kind: 'kg' },
        { name: 'leakFree', label: say('leakFree'), kind: 'flag', initial: false },
        { name: 'carried', label: say('carried'), kind: 'flag', initial: false },
      ]}
      onSubmit={weigh}
    />
  )
}

/** 当面称重 (R001-6.2-11): weighed and leak-checked before a customer's eyes. */
export const WeighingList = () => {
  const say = counterTexts.useTexts()
  const finding = findingWords.useTexts()
  const { site } = useNames()
  const columns: TableColumnsType<Weighing> = [
    {
      title: say('code'),
      dataIndex: 'code',
      width: 130,
      render: (code: string) => <Link to={`/cylinders/${code}`}>{code}</Link>,
    },
    { title: say('at'), dataIndex: 'weighedAt', width: 170, render: shownInstant },
    { title: say('station'), dataIndex: 'siteId', width: 160, render: site },
    { title: say('gross'), dataIndex: 'grossG', width: 120, render: shownMass },
    {
      title: say('net'),
      dataIndex: 'netG',
      width: 120,
      render: (netG: number | null) => (netG === null ? '–' : shownMass(netG)),
    },
    {
      title: say('verdict'),
      key: 'verdict',
      width: 150,
      render: (_, { mayBeSold }) => (
        <Tag color={mayBeSold ? 'success' : 'error'}>
          {say(mayBeSold ? 'maySell' : 'mayNotSell')}
        </Tag>
      ),
    },
    {
      title: say('findings'),
      key: 'findings',
      width: 220,
      render: (_, { findings }) =>
        findings.length === 0
          ? '–'
          : shownList(findings.map(({ code }) => findingName(code, finding))),
    },
  ]
  return (
    <>
      <div className={styles['bar']}>
        <WeighForButton />
      </div>
      <PageTable<Weighing>
        path="/v1/customer-weighings"
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1070}
        empty={say('noWeighings')}
      />
    </>
  )
}
