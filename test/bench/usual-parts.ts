import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { Aedes } from 'aedes'
import { connectAsync } from 'mqtt'
import pg from 'pg'

/**
 * The usual pipeline, one part a process: `broker`, or `subscriber <mqtt> <database> <connections>`. As most write it: the
 * broker acknowledges, a subscriber inserts each message and awaits that.
 */
const INSERT = `insert into bench_usual.event (device, event_id, type, at, body)
  values ($1, $2, $3, $4, $5) on conflict do nothing`

const broker = async (): Promise<void> => {
  const aedes = await Aedes.createBroker()
  const server = createServer((socket) => void aedes.handle(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  console.log(`ready mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

type Event = { readonly id: string; readonly type: string; readonly at: string }

const subscriber = async (mqtt: string, database: string, connections: number): Promise<void> => {
  const pool = new pg.Pool({ connectionString: database, max: connections })
  const client = await connectAsync(mqtt, { clientId: 'usual-subscriber' })
  client.on('message', (topic, payload) => {
    const text = payload.toString()
    const { id, type, at } = JSON.parse(text) as Event
    // Prepared, as a careful author would have it.
    const values = [topic, id, type, at, text]
    pool.query({ name: 'insert', text: INSERT, values }).catch((error: unknown) => {
      console.error(error)
    })
  })
  await client.subscribeAsync('lpg/v1/+/+/event', { qos: 1 })
  console.log('ready')
}

const [part, mqtt = '', database = '', connections = '1'] = process.argv.slice(2)
await (part === 'broker' ? broker() : subscriber(mqtt, database, Number(connections)))
