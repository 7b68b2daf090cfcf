import { Duplex } from 'node:stream'
import { Aedes, type Client } from 'aedes'
import { generate } from 'mqtt-packet'
import { expect, test } from 'vitest'
import { connectOf } from './raw-client.ts'

/**
 * What `gateway/edge-broker.ts` takes from aedes beyond its documentation. If an upgrade turns one of these red, read
 * aedes' connect and subscribe handlers again before touching the edge.
 */

test('the version whose source was read', () => {
  const { version } = new Aedes({}) as unknown as { version: string }
  expect(version).toBe('1.2.0')
})

class Pipe extends Duplex {
  written: Buffer[] = []
  override _read(): void {}
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.written.push(chunk)
    done()
  }
}

const turn = () => new Promise((resume) => setTimeout(resume, 20))

async function withBroker(run: (broker: Aedes, pipe: Pipe) => Promise<void>): Promise<void> {
  const broker = new Aedes({})
  await broker.listen()
  await run(broker, new Pipe())
  await new Promise<void>((resume) => broker.close(() => resume()))
}

test('preConnect may change client id, keep-alive and will before they are used', () =>
  withBroker(async (broker, pipe) => {
    const published: string[] = []
    broker.on('publish', ({ topic }) => published.push(topic))
    broker.preConnect = (_client, packet, done) => {
      packet.clientId = `prefix/${packet.clientId}`
      packet.keepalive = 0
      delete packet.will
      done(null, true)
    }
    const ready = new Promise<Client>((resume) => broker.on('clientReady', resume))
    const client = broker.handle(pipe)
    const will = { topic: 'w', payload: Buffer.from('x'), qos: 0 as const, retain: false }
    pipe.push(generate(connectOf({ keepalive: 1, will })))
    expect((await ready).id).toBe('prefix/c1')
    expect((client as unknown as { _keepaliveTimer: unknown })._keepaliveTimer).toBeNull()
    // CONNACK is written before `clientReady`.
    expect(Buffer.concat(pipe.written)).toEqual(Buffer.from([0x20, 2, 0, 0]))
    pipe.destroy()
    await turn()
    expect(published).not.toContain('w')
  }))

test('an error with a returnCode in authenticate becomes the CONNACK', () =>
  withBroker(async (broker, pipe) => {
    broker.authenticate = (_client, _username, _password, done) =>
      done(Object.assign(new Error('no'), { returnCode: 3 }) as never, null)
    broker.handle(pipe)
    pipe.push(generate(connectOf()))
    await turn()
    expect(Buffer.concat(pipe.written)).toEqual(Buffer.from([0x20, 2, 0, 3]))
    expect(pipe.destroyed).toBe(true)
  }))

test('null from authorizeSubscribe is 0x80, and the subscribe event shows what was granted', () =>
  withBroker(async (broker, pipe) => {
    broker.authorizeSubscribe = (_client, sub, done) => done(null, sub.topic === 'yes' ? sub : null)
    const granted: number[] = []
    broker.on('subscribe', (subs) => granted.push(...subs.map(({ qos }) => qos as number)))
    const client = broker.handle(pipe)
    pipe.push(generate(connectOf()))
    await turn()
    pipe.written = []
    const subscriptions = ['yes', 'no'].map((topic) => ({ topic, qos: 1 as const }))
    pipe.push(generate({ cmd: 'subscribe', messageId: 9, subscriptions }))
    await turn()
    expect(Buffer.concat(pipe.written)).toEqual(Buffer.from([0x90, 4, 0, 9, 1, 128]))
    expect(granted).toEqual([1, 128])
    expect(Object.keys((client as unknown as { subscriptions: object }).subscriptions)).toEqual([
      'yes',
    ])
    pipe.destroy()
  }))

test('the persistence can forget the subscriptions of a client that is away', () =>
  withBroker(async (broker, pipe) => {
    broker.handle(pipe)
    pipe.push(generate(connectOf({ clean: false })))
    await turn()
    const subscriptions = [{ topic: 'a', qos: 1 as const }]
    pipe.push(generate({ cmd: 'subscribe', messageId: 9, subscriptions }))
    await turn()
    pipe.destroy()
    await turn()
    type Persistence = { cleanSubscriptions(client: { id: string }): Promise<void> }
    await (broker as unknown as { persistence: Persistence }).persistence.cleanSubscriptions({
      id: 'c1',
    })
    const again = new Pipe()
    broker.handle(again)
    again.push(generate(connectOf({ clean: false })))
    await turn()
    expect(Buffer.concat(again.written)).toEqual(Buffer.from([0x20, 2, 0, 0]))
    again.destroy()
  }))

test('what a publish override does not pass on is routed to nobody', () =>
  withBroker(async (_broker, pipe) => {
    class Silent extends Aedes {
      seen: string[] = []
      override publish(packet: { topic: string }): void {
        this.seen.push(packet.topic.replace(this.id, 'id'))
      }
    }
    const silent = new Silent({})
    await silent.listen()
    silent.handle(pipe)
    pipe.push(generate(connectOf()))
    await turn()
    expect(silent.seen).toEqual(['$SYS/id/birth', '$SYS/id/new/clients'])
    await new Promise<void>((resume) => silent.close(() => resume()))
  }))
