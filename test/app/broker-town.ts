import { readdirSync, readFileSync } from 'node:fs'
import { connectAsync } from 'mqtt'
import { brokerAccounts } from '#app/commands/broker-accounts.ts'
import { readConfig } from '#app/config.ts'
import { eventually } from '#test/setup/eventually.ts'
import { Mosquitto } from '#test/setup/mosquitto.ts'
import { type LoadTown, loadTown } from './load-town.ts'
import type { Credentials } from './test-device.ts'

export type BrokerTown = LoadTown & {
  readonly broker: Mosquitto
  /** The processes that take messages from the broker. */
  ingestPids(): number[]
}

const PROCESSES = 2

/** The broker knows the device as soon as it has read its files again. */
const admitted = (broker: Mosquitto, { username, password }: Credentials): Promise<void> =>
  eventually(async () => {
    const options = { username, password, clientId: `probe-${username}`, reconnectPeriod: 0 }
    const client = await connectAsync(broker.devices, options)
    await client.endAsync()
  }, 10_000)

/** Which process is whose child, PostgreSQL's left out. */
const childrenOf = (parent: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        const ofParent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent
        return ofParent && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('gateway')
      } catch {
        return false // ended meanwhile
      }
    })
    .map(Number)

/** A mosquitto of its own, the program behind it with two ingest processes, and devices and cylinders for a load. */
export const brokerTown = async (devices: number, cylinders: number): Promise<BrokerTown> => {
  const broker = new Mosquitto()
  await broker.create()
  const edge = {
    mqtt: broker.devices,
    admit: async (databaseUrl: string, device: Credentials): Promise<void> => {
      const config = readConfig({ DATABASE_URL: databaseUrl })
      await brokerAccounts(config, broker.directory, { prefix: 'devices' }, () => undefined)
      broker.reload()
      await admitted(broker, device)
    },
  }
  const env = {
    MQTT_URL: broker.ingest,
    MQTT_CLIENT_ID: 'test',
    LPG_GATEWAYS: String(PROCESSES),
  }
  try {
    const town = await loadTown(devices, cylinders, env, edge)
    return {
      ...town,
      broker,
      ingestPids: () => childrenOf(town.program.pid),
      end: async () => {
        await town.end()
        await broker.destroy()
      },
    }
  } catch (error) {
    await broker.destroy()
    throw error
  }
}
