import { useQuery } from '@tanstack/react-query'
import { App, Input } from 'antd'
import { useState } from 'react'
import { get, query } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { NameSelect } from '#console/parts/name-select.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { anomalyTexts } from './texts.ts'
import {
  namedScope,
  ownValues,
  type ThresholdChange,
  type Thresholds,
  useWhere,
} from './threshold.ts'
import { ThresholdCard } from './threshold-card.tsx'
import { ThresholdHistory } from './threshold-history.tsx'
import styles from './thresholds-page.module.css'

type Asked = { readonly enterpriseId?: string | undefined; readonly region?: string }

const REGION = /^\d{0,6}$/

/** Whose thresholds: a company's, or those of a region. */
const ScopeBar = ({
  asked,
  onAsk,
}: {
  readonly asked: Asked
  readonly onAsk: (asked: Asked) => void
}) => {
  const say = anomalyTexts.useTexts()
  const { enterprises } = useNames()
  const [typed, setTyped] = useState('')
  const apply = (): void => onAsk(typed === '' ? {} : { region: typed })
  return (
    <div className={`${styles['bar']} no-print`}>
      <NameSelect
        label={say('ofEnterprise')}
        value={asked.enterpriseId}
        onChange={(enterpriseId: string | undefined) => {
          setTyped('')
          onAsk(enterpriseId === undefined ? {} : { enterpriseId })
        }}
        options={enterprises.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <label title={say('ofRegionHint')}>
        {say('ofRegion')}
        <Input
          value={typed}
          inputMode="numeric"
          maxLength={6}
          style={{ width: 130 }}
          onChange={({ target }) => REGION.test(target.value) && setTyped(target.value)}
          onBlur={apply}
          onPressEnter={apply}
        />
      </label>
    </div>
  )
}

const Where = ({ scope }: { readonly scope: Thresholds }) => <>{useWhere([scope])(scope)}</>

const RedoButton = ({ scope }: { readonly scope: Thresholds }) => {
  const say = anomalyTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  return (
    <FormButton
      label={say('redo')}
      consequence={say('redoHint')}
      fields={[{ name: 'period', label: say('redoPeriod'), kind: 'span' }]}
      onSubmit={async ({ period }) => {
        const named = namedScope(scope)
        const { no } = await send<{ readonly no: string }>('POST', '/v1/anomalies/recompute', {
          ...(period as { readonly from: string; readonly to: string }),
          ...('enterpriseId' in named ? named : {}),
        })
        void message.success(say('redoQueued', { no }))
      }}
    />
  )
}

/** 异常阈值: what the rules of leads compare with, and for whom. */
const ThresholdsPage = () => {
  const say = anomalyTexts.useTexts()
  const role = useSession()?.role
  const [asked, setAsked] = useState<Asked>({})
  const mayChange = role === 'admin' || role === 'regulator'
  const shown = useQuery({
    queryKey: ['thresholds', asked],
    queryFn: ({ signal }) => get<Thresholds>(`/v1/anomaly-thresholds${query(asked)}`, signal),
  })
  const changes =
    useQuery({
      queryKey: ['thresholds', 'changes'],
      queryFn: ({ signal }) =>
        get<Page<ThresholdChange>>('/v1/anomaly-thresholds/changes?limit=500', signal),
    }).data?.items ?? []
  return (
    <>
      <PageHead
        title={say('thresholds')}
        hint={
          mayChange ? say('thresholdsHint') : `${say('thresholdsHint')} ${say('thresholdsRead')}`
        }
      >
        {mayChange && shown.data !== undefined && <RedoButton scope={shown.data} />}
      </PageHead>
      {mayChange && <ScopeBar asked={asked} onAsk={setAsked} />}
      <Loaded query={shown}>
        {(scope) => (
          <>
            <p className={styles['where']}>
              {say('holdsFor')}:{' '}
              <strong>
                <Where scope={scope} />
              </strong>
            </p>
            <p className={styles['order']}>{say('order')}</p>
            <div className={styles['kinds']}>
              {scope.kinds.map((kind) => (
                <ThresholdCard
                  key={kind.kind}
                  kind={kind}
                  scope={scope}
                  own={ownValues(changes, kind.kind, scope)}
                  mayChange={mayChange}
                />
              ))}
              <ThresholdHistory changes={changes} kinds={scope.kinds} />
            </div>
          </>
        )}
      </Loaded>
    </>
  )
}

export default ThresholdsPage
