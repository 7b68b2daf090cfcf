import { setTimeout as sleep } from 'node:timers/promises'
import type { TestDevice } from '#test/app/test-device.ts'

const TRY_MS = 5_000

/**
 * A device that sends a scan until one is acknowledged: how long the service is still away.
 * @returns seconds until an event that was sent from now on is acknowledged
 * @throws Error when none is within `seconds`
 */
export const untilAcknowledged = async (
  device: TestDevice,
  code: string,
  seconds: number,
): Promise<number> => {
  const begin = performance.now()
  const passed = (): number => (performance.now() - begin) / 1000
  const attempt = async (): Promise<boolean> => {
    await device.connect()
    await device.send('cylinder.scanned', code, { body: { purpose: 'inventory' } })
    return true
  }
  while (passed() < seconds) {
    device.cut()
    const heard = await Promise.race([
      attempt().catch(() => false),
      sleep(TRY_MS, false, { ref: false }),
    ])
    if (heard) return passed()
    await sleep(20)
  }
  throw new Error(`nothing was acknowledged within ${seconds} s`)
}
