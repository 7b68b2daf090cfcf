import { expect, it } from 'vitest'
import { ReplicaLag } from '#store/replica/replica-lag.ts'

it('is the time since the primary had something that the replica does not show', () => {
  const lag = new ReplicaLag()
  lag.sample('0/100', '0/100', 0)
  expect(lag.ms(5000)).toBe(0)
  lag.sample('0/200', '0/100', 1000)
  lag.sample('0/300', '0/100', 2000)
  expect(lag.ms(2500)).toBe(1500)
  expect(lag.bytes).toBe(0x200)
  // Part of it has come.
  lag.sample('0/300', '0/200', 3000)
  expect(lag.ms(3000)).toBe(1000)
  lag.sample('0/300', '0/300', 4000)
  expect([lag.ms(9000), lag.bytes]).toEqual([0, 0])
})

it('compares places in the log by value, not as text', () => {
  const lag = new ReplicaLag()
  lag.sample('A/0', '9/FFFFFFFF', 0)
  expect(lag.shows('9/FFFFFFFF')).toBe(true)
  expect(lag.shows('A/0')).toBe(false)
  expect(lag.shows('8/FFFFFFFF')).toBe(true)
  expect(lag.bytes).toBe(1)
})

it('keeps the beginning of a long standstill', () => {
  const lag = new ReplicaLag()
  for (let i = 1; i <= 5000; i++) lag.sample(`1/${i.toString(16)}`, '1/0', i)
  expect(lag.ms(5001)).toBe(5000)
})
