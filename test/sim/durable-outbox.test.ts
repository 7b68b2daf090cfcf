import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DurableOutbox } from '#sim/wire/durable-outbox.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outbox-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function open(name = 'a'): DurableOutbox {
  const outbox = new DurableOutbox(join(folder, name))
  outbox.start()
  return outbox
}

function contents(outbox: DurableOutbox): string[] {
  const found: string[] = []
  for (let entry = outbox.next(0); entry !== null; entry = outbox.next(entry.seq)) {
    found.push(entry.payload.toString())
  }
  return found
}

test('what was not acknowledged is there after a restart, in order, byte for byte', () => {
  const first = open()
  const entries = ['a', 'b', 'c', 'd'].map((text) => first.append('event', Buffer.from(text)))
  first.acknowledge(entries[1]?.seq ?? 0)
  first.stop()
  const second = open()
  expect(contents(second)).toEqual(['a', 'c', 'd'])
  expect(second.append('samples', Buffer.from('e')).seq).toBe(5)
  second.stop()
})

test('a torn last record is cut off, the rest stays, and appending goes on', () => {
  const first = open()
  first.append('event', Buffer.from('whole'))
  first.stop()
  appendFileSync(join(folder, 'a'), Buffer.from([0, 0, 0, 0, 0, 0, 9, 0, 0, 1]))
  const second = open()
  expect(contents(second)).toEqual(['whole'])
  second.append('event', Buffer.from('more'))
  second.stop()
  const third = open()
  expect(contents(third)).toEqual(['whole', 'more'])
  third.stop()
})

test('the file shrinks when most of it is acknowledged, and numbers go on', () => {
  const outbox = open()
  const payload = Buffer.alloc(50_000, 'x')
  for (let i = 0; i < 60; i += 1) outbox.acknowledge(outbox.append('event', payload).seq)
  expect(statSync(join(folder, 'a')).size).toBeLessThan(1_100_000)
  outbox.stop()
  const again = open()
  expect(again.size).toBe(0)
  expect(again.append('event', payload).seq).toBe(61)
  again.stop()
})

test('any run of appends, acknowledgements and restarts equals a list in memory', () => {
  let run = 0
  const step = fc.oneof(
    fc.record({ do: fc.constant('append' as const), bytes: fc.uint8Array({ maxLength: 40 }) }),
    fc.record({ do: fc.constant('acknowledge' as const), nth: fc.nat(20) }),
    fc.record({ do: fc.constant('restart' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      run += 1
      let outbox = open(`p${run}`)
      let model: { seq: number; text: string }[] = []
      for (const action of steps) {
        if (action.do === 'append') {
          const bytes = Buffer.from(action.bytes)
          model.push({ seq: outbox.append('event', bytes).seq, text: bytes.toString() })
        } else if (action.do === 'acknowledge') {
          const gone = model[action.nth]
          if (gone !== undefined) outbox.acknowledge(gone.seq)
          model = model.filter((entry) => entry !== gone)
        } else {
          outbox.stop()
          outbox = open(`p${run}`)
        }
        expect(contents(outbox)).toEqual(model.map(({ text }) => text))
      }
      outbox.stop()
    }),
    { numRuns: 60 },
  )
})
