import { Badge } from 'antd'
import { memo } from 'react'
import { shownInstant } from '#console/i18n/format.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import styles from './device-panel.module.css'
import { stationTexts } from './texts.ts'
import { useDevices } from './use-devices.ts'

const colours = { online: 'success', offline: 'error', never: 'default' } as const

/** 设备: who is connected, who is not and since when. */
export const DevicePanel = memo(({ stationId }: { readonly stationId: string }) => {
  const say = stationTexts.useTexts()
  const devices = useDevices(stationId)
  return (
    <Loaded query={devices}>
      {({ items }) =>
        items.length === 0 ? (
          <p>{say('noDevices')}</p>
        ) : (
          <ul className={styles['devices']}>
            {items
              .filter(({ disabled }) => !disabled)
              .map(({ state: told, ...device }) => ({
                ...device,
                // What was heard and said nothing of its line has been there, and is away.
                state: told === 'never' && device.seenAt !== null ? ('offline' as const) : told,
              }))
              .map(({ deviceId, state, seenAt, firmware }) => (
                <li key={deviceId} className={styles[state]}>
                  <Badge status={colours[state]} text={deviceId} />
                  <strong>{say(`device.${state}`)}</strong>
                  <small>
                    {[seenAt === null ? null : shownInstant(seenAt), firmware]
                      .filter((part) => part !== null)
                      .join(' · ')}
                  </small>
                </li>
              ))}
          </ul>
        )
      }
    </Loaded>
  )
})
