import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '#app/config.ts'
import { createPool } from '#store/pool.ts'
import { runLoad } from '#sim/load/run-load.ts'
import { eventually } from '#test/setup/eventually.ts'
import { hasMosquitto } from '#test/setup/mosquitto.ts'
import { type BrokerTown, brokerTown } from './broker-town.ts'
import { foldedAnew, tallyAcknowledged } from './stored-truth.ts'
import { type Credentials, TestDevice } from './test-device.ts'

const KILLS = Number(process.env['LPG_TEST_KILLS'] ?? 3)
/** Between two kills so many events are committed, however slow the machine is. */
const UNDER_LOAD = 200
const runs = hasMosquitto('ingest from an external broker (MQTT_URL)')

let town: BrokerTown

const moreStored = async (url: string): Promise<void> => {
  const pool = createPool(url, { max: 1 })
  const stored = async (): Promise<number> => {
    const { rows } = await pool.query<{ n: string }>('select count(*) as n from cylinder_life')
    return Number(rows[0]?.n)
  }
  try {
    const before = await stored()
    const enough = async (): Promise<void> => {
      expect(await stored()).toBeGreaterThan(before + UNDER_LOAD)
    }
    await eventually(enough, 60_000)
  } finally {
    await pool.end()
  }
}

/** Publishes over a connection of its own, and waits until it is through with it. */
const once = async (url: string, who: Credentials, topic: string, body: string): Promise<void> => {
  const client = await connectAsync(url, { ...who, clientId: randomUUID(), reconnectPeriod: 0 })
  client.on('error', () => undefined)
  client.publish(topic, body, { qos: 1 })
  await sleep(200)
  await client.endAsync(true)
}

describe.skipIf(!runs)('an external broker', () => {
  beforeAll(async () => {
    town = await brokerTown(8, 200)
  }, 120_000)
  afterAll(() => town?.end(), 60_000)

  it('brings events to their trace, and tells devices what is committed and what was found', async () => {
    const { admin, device } = town
    await town.register('EB-1', { tareG: 16_500, stampedMaxG: 14_900 })
    const masses = { scale: 'scale-1', tareG: 16_500, grossG: 32_200 }
    const sent = await device.send('fill.completed', 'EB-1', masses)
    await device.answer('committed', ({ ids }) => ids.includes(sent.id))
    const outcome = await device.answer('outcome', ({ id }) => id === sent.id)
    expect(outcome.findings.map(({ code }) => code)).toContain('OVERFILL')
    await admin.traced('EB-1', sent.id)
    // Sent once more it changes nothing, and is told once more.
    device.down.length = 0
    await device.publish(JSON.stringify(sent))
    await device.answer('committed', ({ ids }) => ids.includes(sent.id))
    await admin.traced('EB-1', sent.id)
  })

  it('answers requests, and names what cannot be read', async () => {
    const { device } = town
    await town.register('EB-2')
    const { answer } = await device.ask('EB-2')
    expect(answer.requestId).toBeDefined()
    const id = randomUUID()
    await device.publish(JSON.stringify({ id, type: 'fill.completed', at: 'yesterday' }))
    const rejected = await device.answer('rejected', (message) => message.id === id)
    expect(rejected.path).toBe('/at')
    // A dead letter is kept: its device need not send it again.
    await device.answer('committed', ({ ids }) => ids.includes(id))
  })

  it('keeps what is for a device until somebody is there to take it', async () => {
    const { program, broker, admin } = town
    await town.register('EB-3', { tareG: 16_500, stampedMaxG: 14_900 })
    const credentials = await town.newDevice('away-1')
    const [stationId = '', deviceId = ''] = credentials.username.split('/')
    const url = await program.databaseUrl()
    const mute = await connectAsync(broker.devices, { ...credentials, reconnectPeriod: 0 })
    const id = randomUUID()
    const tag = { scheme: 'code', value: 'EB-3' }
    const masses = { scale: 'scale-1', tareG: 16_500, grossG: 32_200 }
    const event = { id, type: 'fill.completed', at: new Date().toISOString(), tag, ...masses }
    await mute.publishAsync(`lpg/v1/${credentials.username}/event`, JSON.stringify(event), {
      qos: 1,
    })
    await mute.endAsync()
    await eventually(() => admin.traced('EB-3', id), 20_000)
    // Another process may have just taken the message and found nobody.
    const pool = createPool(url)
    await pool.query(`update device_outbox set claimed_until = now() + interval '1 hour'`)
    const device = new TestDevice(broker.devices, credentials)
    await device.connect()
    await device.publish(
      JSON.stringify({
        state: 'online',
        bootId: 'b-1',
        firmware: '1',
        at: new Date().toISOString(),
      }),
      'status',
    )
    await device.answer('time')
    await device.answer('outcome', (message) => message.id === id)
    try {
      await eventually(async () => {
        const { rows } = await pool.query(
          'select 1 from device_outbox where station_id = $1 and device_id = $2',
          [stationId, deviceId],
        )
        expect(rows).toEqual([])
      })
    } finally {
      await pool.end()
    }
    await device.disconnect()
  })

  it('sends a command once, whichever of the processes sends it', async () => {
    const { admin, device } = town
    device.down.length = 0
    const locked = await admin.call('POST', '/v1/scales/scale-1/lock', { reason: 'inspection' })
    expect(locked.status).toBeLessThan(300)
    await device.answer('lock', ({ scale }) => scale === 'scale-1')
    await sleep(500)
    expect(device.down.filter(({ type }) => type === 'lock')).toHaveLength(1)
    await admin.call('POST', '/v1/scales/scale-1/unlock', { reason: 'done' })
    await device.answer('unlock')
  })

  it('lets no device publish or read as another, nor take from our share', async () => {
    const { device, broker, admin } = town
    await town.register('EB-4')
    const thief = await town.newDevice('thief-1')
    const client = await connectAsync(broker.devices, { ...thief, reconnectPeriod: 0 })
    const heard: string[] = []
    client.on('message', (topic) => heard.push(topic))
    const filters = ['#', 'lpg/v1/+/+/down', '$share/lpg-trace/lpg/v1/+/+/event']
    await client.subscribeAsync([...filters, '$share/lpg-trace/devices/lpg/v1/+/+/event'], {
      qos: 1,
    })
    const forged = randomUUID()
    const tag = { scheme: 'code', value: 'EB-4' }
    const event = { id: forged, type: 'cylinder.scanned', at: new Date().toISOString(), tag }
    const body = JSON.stringify({ ...event, purpose: 'look-up' })
    // mosquitto ends a connection that publishes where it may not.
    for (const topic of ['lpg/v1/st-1/dev-1/event', 'devices/lpg/v1/st-1/dev-1/event']) {
      await once(broker.devices, thief, topic, body)
    }
    await once(broker.devices, thief, 'lpg/v1/st-1/dev-1/down', '{"type":"unlock"}')
    device.down.length = 0
    // Were a share taken, one of so many would go astray.
    const sent = await Promise.all(
      Array.from({ length: 30 }, () =>
        device.send('cylinder.scanned', 'EB-4', { purpose: 'look-up' }),
      ),
    )
    for (const { id } of sent) await device.answer('committed', ({ ids }) => ids.includes(id))
    const { events } = await admin.trace('EB-4', '?limit=500')
    expect(events.map(({ id }) => id)).not.toContain(forged)
    expect(heard.filter((topic) => !topic.startsWith(`lpg/v1/${thief.username}/`))).toEqual([])
    expect(device.down.filter(({ type }) => type === 'unlock')).toEqual([])
    await client.endAsync()
  })

  it('wants an address of a broker, and no open edge beside it', () => {
    expect(() => readConfig({ MQTT_URL: 'http://broker' })).toThrow(/MQTT_URL/)
    expect(() => readConfig({ MQTT_URL: 'mqtt://broker', LPG_MQTT_OPEN: '1' })).toThrow(/MQTT_URL/)
  })

  it(`loses nothing that a device was told is committed over ${KILLS} kills of ingest and one of the broker`, async () => {
    const { program, broker, devices, cylinders } = town
    const ackedIdsFile = join(program.dataDir, 'told')
    const stopping = new AbortController()
    const load = runLoad(
      {
        mqtt: broker.devices,
        devices,
        cylinders,
        mix: 'life',
        told: true,
        window: 20,
        seconds: 600,
        drainSeconds: 60,
        ackedIdsFile,
      },
      stopping.signal,
    )
    const url = await program.databaseUrl()
    for (let i = 0; i < KILLS; i++) {
      await moreStored(url)
      const pids = town.ingestPids()
      expect(pids.length).toBeGreaterThan(0)
      process.kill(pids[i % pids.length] as number, 'SIGKILL')
    }
    await moreStored(url)
    await broker.stop('SIGKILL')
    await broker.start()
    await moreStored(url)
    stopping.abort()
    const result = await load
    expect(result.unacked).toBe(0)
    const tally = await tallyAcknowledged(url, ackedIdsFile)
    expect(tally).toEqual({ acknowledged: result.acked, missing: 0, doubled: 0 })
    expect(tally.acknowledged).toBeGreaterThan(0)
    console.log(
      `${KILLS} kills: ${tally.acknowledged} told, ${result.resent} sent again, all there once`,
    )
    for (const { code, events, log, stored, folded } of await foldedAnew(url, 25)) {
      expect({ code, events, state: stored }).toEqual({ code, events: log, state: folded })
    }
  }, 240_000)
})
