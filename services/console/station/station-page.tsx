import { SoundOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Badge, Button, Empty, Select, Tag } from 'antd'
import { memo, useEffect, useState } from 'react'
import { dayOf, shownClock, shownDay, shownMass } from '#console/i18n/format.ts'
import { get, query } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { FindingTag } from '#console/parts/finding-list.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { AccountMenu } from '#console/shell/account-menu.tsx'
import { LanguageButton } from '#console/shell/language-button.tsx'
import { DevicePanel } from './device-panel.tsx'
import { type Scale, ScaleCard } from './scale-card.tsx'
import { idleScale, type StationEvent } from './scale-state.ts'
import { allowSound, playSound } from './sound.ts'
import styles from './station-page.module.css'
import { stationTexts } from './texts.ts'
import { useStationLive } from './use-station-live.ts'

type Station = { readonly id: string; readonly name: string }
type Shift = {
  readonly operator: string
  readonly scale: string | null
  readonly certifiedUntil: string | null
}

const today = (): string => dayOf(Date.now())

const OnShift = memo(({ stationId }: { readonly stationId: string }) => {
  const say = stationTexts.useTexts()
  const shifts = useQuery({
    queryKey: ['shifts', stationId],
    queryFn: () => get<Page<Shift>>(`/v1/shifts${query({ stationId, state: 'on' })}`),
    refetchInterval: 30_000,
  })
  const on = shifts.data?.items ?? []
  return (
    <span className={styles['shift']}>
      {say('onShift')}{' '}
      {on.length === 0
        ? say('nobody')
        : on.map(({ operator, scale, certifiedUntil }) => {
            const past = certifiedUntil !== null && certifiedUntil < today()
            return (
              <Tag key={`${operator} ${scale}`} color={past ? 'error' : 'success'}>
                {operator} {scale}{' '}
                {past
                  ? say('certificatePast')
                  : certifiedUntil !== null &&
                    say('certificateUntil', { day: shownDay(certifiedUntil) })}
              </Tag>
            )
          })}
    </span>
  )
})

const Fills = memo(({ fills }: { readonly fills: readonly StationEvent[] }) => {
  const say = stationTexts.useTexts()
  if (fills.length === 0) return <Empty description={say('noFills')} />
  return (
    <ul className={styles['fills']} tabIndex={0} aria-label={say('fills')}>
      {fills.map(({ id, at, code, scale, body, findings }) => {
        const netG = Number(body['grossG']) - Number(body['tareG'])
        return (
          <li key={id} className="numbers">
            <span>{shownClock(at)}</span>
            <strong>{code}</strong>
            <span>{scale}</span>
            <span>{Number.isFinite(netG) ? shownMass(netG) : '–'}</span>
            <span>
              {findings.length === 0 ? (
                <Tag color="success">{say('good')}</Tag>
              ) : (
                findings.map((finding) => <FindingTag key={finding.code} finding={finding} />)
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
})

const Scales = ({ stationId }: { readonly stationId: string }) => {
  const say = stationTexts.useTexts()
  const live = useStationLive(stationId)
  const [sound, setSound] = useState(false)
  const scales = useQuery({
    queryKey: ['scales', stationId],
    queryFn: () => get<Page<Scale>>(`/v1/scales${query({ stationId, limit: 500 })}`),
    refetchInterval: 10_000,
  })
  const { news, state } = live
  useEffect(() => {
    if (sound && news.n > 0) playSound(news.kind)
  }, [sound, news])
  return (
    <>
      <div className={styles['state']}>
        {state.connected ? (
          <Badge status="processing" text={say('live')} />
        ) : (
          <Alert type="warning" showIcon banner title={say('reconnecting')} />
        )}
        <OnShift stationId={stationId} />
        <Button
          size="large"
          icon={<SoundOutlined />}
          type={sound ? 'primary' : 'default'}
          aria-pressed={sound}
          onClick={() => {
            allowSound()
            setSound(!sound)
          }}
        >
          {say('sound')}
        </Button>
      </div>
      <Loaded query={scales}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty description={say('noScales')} />
          ) : (
            <div className={styles['scales']}>
              {items.map((scale) => (
                <ScaleCard
                  key={scale.id}
                  scale={scale}
                  state={live.scales.get(scale.id) ?? idleScale}
                  today={today()}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      <section className={styles['panel']}>
        <h2>{say('fills')}</h2>
        <Fills fills={live.fills} />
      </section>
      <section className={styles['panel']}>
        <h2>{say('devices')}</h2>
        <DevicePanel stationId={stationId} />
      </section>
    </>
  )
}

/** 充装站大屏: the screen above the scales. */
const StationPage = () => {
  const say = stationTexts.useTexts()
  const session = useSession()
  const [chosen, setChosen] = useState<string | null>(session?.stationId ?? null)
  const stations = useQuery({
    queryKey: ['stations'],
    queryFn: () => get<Page<Station>>('/v1/stations?limit=500'),
  })
  const known = stations.data?.items ?? []
  const stationId = chosen ?? known[0]?.id ?? null
  const own = session?.role === 'station'
  const name = known.find(({ id }) => id === stationId)?.name ?? stationId
  return (
    <main className={styles['page']}>
      <header className={styles['head']}>
        <h1>{name}</h1>
        {!own && (
          <Select
            aria-label={say('choose')}
            value={stationId}
            onChange={setChosen}
            style={{ minWidth: 180 }}
            options={known.map((station) => ({ value: station.id, label: station.name }))}
          />
        )}
        <LanguageButton dark />
        <AccountMenu dark />
      </header>
      {stationId === null ? (
        <Empty description={say('noStation')} />
      ) : (
        <Scales key={stationId} stationId={stationId} />
      )}
    </main>
  )
}

export default StationPage
