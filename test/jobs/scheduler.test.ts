import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type Job, Scheduler } from '#jobs/scheduler.ts'
import { runExclusively } from '#store/run-exclusively.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { eventually } from '#test/setup/eventually.ts'

const counting = (name: string, everyMs = 5, run?: () => Promise<void>) => {
  const job: Job & { passes: number } = {
    name,
    everyMs,
    passes: 0,
    run: async () => {
      job.passes += 1
      await run?.()
    },
  }
  return job
}

const alone = async (_: string, work: () => Promise<void>): Promise<boolean> => {
  await work()
  return true
}

it('runs jobs in their order, again and again, until it is stopped', async () => {
  const order: string[] = []
  const jobs = ['a', 'b'].map((name) => counting(name, 5, async () => void order.push(name)))
  const scheduler = new Scheduler({ jobs, exclusively: alone, onError: () => undefined })
  await sleep(10)
  expect(order, 'a constructor only assigns').toEqual([])
  scheduler.start()
  await eventually(() => expect(jobs.every(({ passes }) => passes >= 3)).toBe(true))
  await scheduler.stop()
  expect(order.slice(0, 2)).toEqual(['a', 'b'])
  const after = order.length
  await sleep(30)
  expect(order).toHaveLength(after)
})

it('waits for the pass under way when it is stopped, and tells it', async () => {
  let ended = false
  const slow: Job = {
    name: 'slow',
    everyMs: 1,
    run: async (signal) => {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      await sleep(20)
      ended = true
    },
  }
  const scheduler = new Scheduler({
    jobs: [slow],
    exclusively: alone,
    onError: () => undefined,
  })
  scheduler.start()
  await sleep(10)
  await scheduler.stop()
  expect(ended).toBe(true)
})

it('a job that fails is reported, tried again, and keeps no other from running', async () => {
  const failed: string[] = []
  const bad = counting('bad', 5, () => Promise.reject(new Error('away')))
  const good = counting('good')
  const scheduler = new Scheduler({
    jobs: [bad, good],
    exclusively: alone,
    onError: (job, error) => failed.push(`${job}: ${String(error)}`),
  })
  scheduler.start()
  await eventually(() => expect(Math.min(bad.passes, good.passes)).toBeGreaterThan(2))
  await scheduler.stop()
  expect(failed[0]).toBe('bad: Error: away')
})

forEachStore('a job', (store) => {
  const withDatabase = async (test: (database: TestDatabase) => Promise<void>) => {
    const database = await store.createDatabase()
    try {
      await test(database)
    } finally {
      await database.drop()
    }
  }

  it('runs in one of several processes, never in two at once', () =>
    withDatabase(async ({ pool }) => {
      let inside = 0
      let most = 0
      const job = () =>
        counting('deadlines', 1, async () => {
          inside += 1
          most = Math.max(most, inside)
          await sleep(5)
          inside -= 1
        })
      const jobs = [job(), job(), job()]
      const schedulers = jobs.map(
        (one) =>
          new Scheduler({
            jobs: [one],
            exclusively: (name, work) => runExclusively(pool, name, work),
            onError: (_, error) => {
              throw error
            },
          }),
      )
      for (const scheduler of schedulers) scheduler.start()
      await eventually(() =>
        expect(jobs.reduce((sum, one) => sum + one.passes, 0)).toBeGreaterThan(20),
      )
      await Promise.all(schedulers.map((scheduler) => scheduler.stop()))
      expect(most).toBe(1)
    }))

  it('is taken over when the process that ran it lost its connection', () =>
    withDatabase(async ({ pool }) => {
      let taken = false
      await runExclusively(pool, 'x', async () => {
        expect(await runExclusively(pool, 'x', async () => undefined)).toBe(false)
        expect(await runExclusively(pool, 'y', async () => undefined), 'another job').toBe(true)
        await pool.query(
          `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
             and database = (select oid from pg_database where datname = current_database())`,
        )
        await eventually(async () => {
          expect(await runExclusively(pool, 'x', async () => void (taken = true))).toBe(true)
        })
      })
      expect(taken).toBe(true)
    }))
})
