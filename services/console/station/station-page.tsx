import { ArrowLeftOutlined, SoundOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Badge, Button, Empty, Select, Skeleton, Tag } from 'antd'
import { memo, useEffect, useState } from 'react'
import { dayOf, shownClock, shownDay } from '#console/i18n/format.ts'
import { get, query } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import { AccountMenu } from '#console/shell/account-menu.tsx'
import { LanguageButton } from '#console/shell/language-button.tsx'
import { homeOf } from '#console/shell/navigation.ts'
import { DevicePanel } from './device-panel.tsx'
import { type Scale, ScaleCard } from './scale-card.tsx'
import { FillRow } from './fill-row.tsx'
import { allowSound, playSound } from './sound.ts'
import styles from './station-page.module.css'
import { stationTexts } from './texts.ts'
import { offlineSince, useDevices } from './use-devices.ts'
import { StationContext, useFills, useNews, useStationLive } from './use-station-live.ts'

type Station = { readonly id: string; readonly name: string }
type Shift = {
  readonly operator: string
  readonly scale: string | null
  readonly certifiedUntil: string | null
}

const today = (): string => dayOf(Date.now())

type Worker = { readonly scales: readonly string[]; readonly certifiedUntil: string | null }

const byOperator = (shifts: readonly Shift[]): ReadonlyMap<string, Worker> => {
  const found = new Map<string, Worker>()
  for (const { operator, scale, certifiedUntil } of shifts) {
    const scales = found.get(operator)?.scales ?? []
    found.set(operator, { scales: scale === null ? scales : [...scales, scale], certifiedUntil })
  }
  return found
}

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
        : [...byOperator(on)].map(([operator, { scales, certifiedUntil }]) => {
            const past = certifiedUntil !== null && certifiedUntil < today()
            return (
              <Tag key={operator} color={past ? 'error' : 'success'}>
                <strong>{operator}</strong> {scales.join(say('comma'))}{' '}
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

const Fills = () => {
  const say = stationTexts.useTexts()
  const fills = useFills()
  if (fills.length === 0) return <Empty description={say('noFills')} />
  return (
    <ul className={styles['fills']} tabIndex={0} aria-label={say('fills')}>
      {fills.map((fill) => (
        <FillRow key={fill.id} fill={fill} />
      ))}
    </ul>
  )
}

/** Says by tones what the cards say, for who does not look. */
const SoundButton = () => {
  const say = stationTexts.useTexts()
  const news = useNews()
  const [sound, setSound] = useState(false)
  useEffect(() => {
    if (sound && news.n > 0) playSound(news.kind)
  }, [sound, news])
  return (
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
      {say(sound ? 'soundOn' : 'soundOff')}
    </Button>
  )
}

const Cards = ({ stationId }: { readonly stationId: string }) => {
  const say = stationTexts.useTexts()
  const { data: devices } = useDevices(stationId)
  const scales = useQuery({
    queryKey: ['scales', stationId],
    queryFn: () => get<Page<Scale>>(`/v1/scales${query({ stationId, limit: 500 })}`),
    refetchInterval: 5_000,
  })
  return (
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
                today={today()}
                offlineSince={offlineSince(devices?.items ?? [], scale.id)}
              />
            ))}
          </div>
        )
      }
    </Loaded>
  )
}

const Scales = ({ stationId }: { readonly stationId: string }) => {
  const say = stationTexts.useTexts()
  const { store, state } = useStationLive(stationId)
  return (
    <StationContext value={store}>
      <div className={styles['state']} role="status">
        {state.connected ? (
          <Badge status="success" text={say('live')} />
        ) : (
          <Alert
            type="warning"
            showIcon
            banner
            title={say('reconnecting', { time: shownClock(new Date(state.since).toISOString()) })}
          />
        )}
        <OnShift stationId={stationId} />
        <SoundButton />
      </div>
      <div className={state.connected ? undefined : styles['stale']}>
        <Cards stationId={stationId} />
      </div>
      <section className={styles['panel']}>
        <h2>{say('fills')}</h2>
        <Fills />
      </section>
      <section className={styles['panel']}>
        <h2>{say('devices')}</h2>
        <DevicePanel stationId={stationId} />
      </section>
    </StationContext>
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
  const own = session?.role === 'station'
  // Stations that only supply have no scales: who oversees several begins at one that fills.
  const scales = useQuery({
    enabled: !own,
    queryKey: ['scales', 'all'],
    queryFn: () => get<Page<{ readonly stationId: string }>>('/v1/scales?limit=500'),
  })
  const fills = (id: string): boolean =>
    scales.data?.items.some((scale) => scale.stationId === id) ?? false
  const first = known.find(({ id }) => fills(id)) ?? (scales.isLoading ? undefined : known[0])
  const stationId = chosen ?? first?.id ?? null
  const name = known.find(({ id }) => id === stationId)?.name ?? stationId
  return (
    <main className={styles['page']}>
      <header className={styles['head']}>
        {!own && (
          <Link to={homeOf[session?.role ?? 'station']} className={styles['back'] ?? ''}>
            <ArrowLeftOutlined aria-hidden /> {say('toDesk')}
          </Link>
        )}
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
        stations.isPending || scales.isLoading ? (
          <Skeleton active />
        ) : (
          <Empty description={say('noStation')} />
        )
      ) : (
        <Scales key={stationId} stationId={stationId} />
      )}
    </main>
  )
}

export default StationPage
