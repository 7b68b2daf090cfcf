import { expect, it } from 'vitest'
import { parseBrokerUrl } from '#gateway/external/broker-url.ts'

it.each([
  ['mqtt://broker', { host: 'broker', port: 1883, tls: false, prefix: '' }],
  ['mqtts://broker', { host: 'broker', port: 8883, tls: true, prefix: '' }],
  ['mqtt://[::1]:1884/devices/', { host: '::1', port: 1884, prefix: 'devices/' }],
  [
    'mqtt://lpg-trace:p%40ss@broker/a/b',
    { username: 'lpg-trace', password: 'p@ss', prefix: 'a/b/' },
  ],
])('%s', (text, expected) => {
  expect(parseBrokerUrl(text)).toMatchObject(expected)
})

it.each(['', 'broker:1883', 'http://broker', 'mqtt://', 'mqtt://broker/%2B', 'mqtt://broker/a%23'])(
  '%j is no broker',
  (text) => {
    expect(parseBrokerUrl(text)).toBeNull()
  },
)

it('shows no credentials', () => {
  expect(parseBrokerUrl('mqtt://user:secret@broker:1884/devices')?.shown).toBe(
    'mqtt://broker:1884/devices',
  )
})
