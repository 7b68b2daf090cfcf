import { InboxOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { App, Segmented, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { shownInstant, shownMass } from '#console/i18n/format.ts'
import { useSend } from '#console/net/use-send.ts'
import { DueTag } from '#console/parts/due-tag.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import { type FormValues, textOf } from '#console/parts/form-values.ts'
import { PageTable } from '#console/parts/page-table.tsx'
import { codeOf } from '#console/parts/scan-field.tsx'
import type { returnAnswer, returnView, returnWeighed } from '#schemas/api/return.ts'
import styles from './counter.module.css'
import { counterTexts } from './texts.ts'
import { useCounterStation } from './use-counter-station.ts'

type Returned = z.infer<typeof returnView>

const BY = ['customer', 'courier', 'found'] as const
const REASONS = ['used-up', 'unused-gas', 'faulty', 'recall'] as const
const STATES = ['unweighed', 'all'] as const
type State = (typeof STATES)[number]

const TakeBackButton = () => {
  const say = counterTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const { own, fields } = useCounterStation()
  const take = async ({ code: scanned, reason, ...values }: FormValues): Promise<void> => {
    const code = codeOf(textOf(scanned))
    const { returned } = await send<z.infer<typeof returnAnswer>>('POST', '/v1/returns', {
      happenedAt: new Date().toISOString(),
      ...(own === null ? {} : { stationId: own }),
      ...values,
      returned: [{ code, reason }],
    })
    const foreign = returned.some(({ foreignEmptyId }) => foreignEmptyId !== null)
    void message.success(say(foreign ? 'takenForeign' : 'taken', { code }))
  }
  return (
    <FormButton
      type="primary"
      icon={<InboxOutlined />}
      label={say('takeBack')}
      consequence={say('takeBackHint')}
      fields={[
        { name: 'code', label: say('code'), kind: 'text', hint: say('codeHint') },
        ...fields,
        {
          name: 'broughtBy',
          label: say('broughtBy'),
          kind: 'choice',
          initial: 'customer',
          options: BY.map((value) => ({ value, label: say(`broughtBy.${value}`) })),
        },
        {
          name: 'reason',
          label: say('returnReason'),
          kind: 'choice',
          initial: 'used-up',
          options: REASONS.map((value) => ({ value, label: say(`reason.${value}`) })),
        },
      ]}
      onSubmit={take}
    />
  )
}

const WeighButton = ({ row: { id, code } }: { readonly row: Returned }) => {
  const say = counterTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const weigh = async (values: FormValues): Promise<void> => {
    const told = { weighedAt: new Date().toISOString(), ...values }
    const { residualG } = await send<z.infer<typeof returnWeighed>>(
      'POST',
      `/v1/returns/${id}/weighing`,
      told,
    )
    const said =
      residualG === null
        ? say('noTare', { code })
        : say('residual', { code, kg: shownMass(residualG) })
    void message.success(said)
  }
  return (
    <FormButton
      size="small"
      type="primary"
      label={say('weigh')}
      title={say('weighTitle', { code })}
      consequence={say('weighHint')}
      fields={[
        { name: 'grossG', label: say('gross'), kind: 'kg' },
        {
          name: 'weighedAt',
          label: say('at'),
          kind: 'instant',
          optional: true,
          hint: say('nowHint'),
        },
      ]}
      onSubmit={weigh}
    />
  )
}

/** 回收称重: what came back, and what waits for the scale. */
export const ReturnList = () => {
  const say = counterTexts.useTexts()
  const [state, setState] = useState<State>('unweighed')
  const columns: TableColumnsType<Returned> = [
    {
      title: say('code'),
      dataIndex: 'code',
      width: 130,
      render: (code: string) => <Link to={`/cylinders/${code}`}>{code}</Link>,
    },
    { title: say('happenedAt'), dataIndex: 'happenedAt', width: 170, render: shownInstant },
    {
      title: say('broughtBy'),
      dataIndex: 'broughtBy',
      width: 160,
      render: (by: (typeof BY)[number]) => say(`broughtBy.${by}`),
    },
    {
      title: say('returnReason'),
      dataIndex: 'reason',
      width: 130,
      render: (reason: (typeof REASONS)[number]) => say(`reason.${reason}`),
    },
    {
      title: say('due'),
      key: 'due',
      width: 220,
      render: (_, { weighedAt, dueAt, provisional }) =>
        weighedAt === null ? (
          <DueTag dueAt={dueAt} provisional={provisional} />
        ) : (
          <Tag color="success">{say('weighedAt', { at: shownInstant(weighedAt) })}</Tag>
        ),
    },
    {
      title: say('customer'),
      dataIndex: 'customerId',
      width: 110,
      render: (id: string | null) =>
        id === null ? '–' : <Link to={`/office/customers/${id}`}>{say('toCustomer')}</Link>,
    },
    {
      title: '',
      key: 'act',
      width: 110,
      render: (_, row) => (row.weighedAt === null ? <WeighButton row={row} /> : null),
    },
  ]
  return (
    <>
      <div className={styles['bar']}>
        <Segmented<State>
          aria-label={say('state')}
          value={state}
          onChange={setState}
          options={STATES.map((value) => ({ value, label: say(`returns.${value}`) }))}
        />
        <TakeBackButton />
      </div>
      <PageTable<Returned>
        path="/v1/returns"
        filter={{ state }}
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={1030}
        empty={say(state === 'unweighed' ? 'noReturns' : 'noneReturns')}
      />
    </>
  )
}
