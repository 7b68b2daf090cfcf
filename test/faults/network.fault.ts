import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, it } from 'vitest'
import { type LoadTown, loadTown } from '#test/app/load-town.ts'
import { TcpProxy } from './tcp-proxy.ts'
import { underFault } from './under-fault.ts'

let town: LoadTown
let proxy: TcpProxy

beforeAll(async () => {
  town = await loadTown(8, 200)
}, 90_000)
afterAll(() => town?.end())
beforeEach(async () => {
  proxy = new TcpProxy(town.program.mqtt)
  await proxy.start()
})
afterEach(() => proxy.stop())

it('every line reset in the middle of a packet', () =>
  underFault(town, {
    name: 'lines reset mid-packet',
    mqtt: proxy.url,
    inject: async () => {
      proxy.cutAll(() => 1 + Math.floor(Math.random() * 2_000))
      await sleep(500)
    },
  }))

it('every line stalled for 5 s', () =>
  underFault(town, {
    name: 'lines stalled for 5 s',
    mqtt: proxy.url,
    inject: async () => {
      const resume = proxy.stall()
      await sleep(5_000)
      resume()
    },
  }))

it('latency of 20 to 400 ms that jumps, with a line lost now and then', () =>
  underFault(town, {
    name: 'latency 20-400 ms and lost lines',
    mqtt: proxy.url,
    inject: async () => {
      proxy.delay(() => 20 + Math.random() * 380)
      for (let i = 0; i < 4; i += 1) {
        await sleep(700)
        proxy.cutAll(() => 1 + Math.floor(Math.random() * 500))
      }
      proxy.delay(() => 0)
    },
  }))
