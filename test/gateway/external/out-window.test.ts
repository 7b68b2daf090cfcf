import { expect, it } from 'vitest'
import { OutWindow } from '#gateway/external/out-window.ts'

/** A window, and the message ids that it wrote. */
const opened = (limit: number) => {
  const window = new OutWindow()
  const frames: Buffer[] = []
  window.open(limit, (frame) => frames.push(frame))
  return { window, frames }
}

it('keeps to what the broker takes at a time, in order', () => {
  const { window, frames } = opened(2)
  const answered: string[] = []
  for (const name of ['a', 'b', 'c', 'd']) window.publish('t', name, () => answered.push(name))
  expect(frames).toHaveLength(2)
  expect(window.depth).toBe(4)
  window.answered(1, 0)
  window.answered(2, 0)
  expect(frames.map((frame) => frame.toString('latin1').at(-1))).toEqual(['a', 'b', 'c', 'd'])
  window.answered(3, 0)
  window.answered(4, 0)
  expect(answered).toEqual(['a', 'b', 'c', 'd'])
  expect(window.depth).toBe(0)
})

it('forgets with the connection: what was under way is answered no more', () => {
  const { window } = opened(1)
  let answered = 0
  const publish = (): boolean => window.publish('t', 'x', () => void (answered += 1))
  expect([publish(), publish()]).toEqual([true, true])
  window.close()
  expect(publish()).toBe(false)
  window.answered(1, 0)
  expect(answered).toBe(0)
})

it('is full long before it is too much', () => {
  const { window } = opened(1)
  for (let i = 0; i < 10_001; i++) window.publish('t', 'x', null)
  expect(window.isFull).toBe(false)
  window.publish('t', 'x', null)
  expect(window.isFull).toBe(true)
  window.answered(1, 0)
  expect(window.isFull).toBe(false)
})
