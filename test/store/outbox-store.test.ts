import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Listener } from '#store/listen.ts'
import { OutboxStore } from '#store/devices/outbox-store.ts'
import { forEachStore, type TestDatabase } from '#test/setup/database.ts'
import { eventually } from '#test/setup/eventually.ts'

forEachStore('the outbox', (store) => {
  let database: TestDatabase
  let listener: Listener
  let here: OutboxStore
  let there: OutboxStore
  let heard: string[] = []
  const put = async (device: string, payload: string, expiresAt: string | null = null) => {
    const { rows } = await database.pool.query<{ id: string }>(
      `insert into device_outbox (station_id, device_id, payload, created_at, expires_at)
       values ('st-1', $1, $2, now(), $3) returning id`,
      [device, payload, expiresAt],
    )
    return rows[0]?.id as string
  }

  beforeAll(async () => {
    database = await store.createDatabase()
    listener = new Listener(database.url)
    here = new OutboxStore(database.pool, listener)
    there = new OutboxStore(database.pool, listener, { overlookedMs: 100 })
    await listener.start()
    here.start()
    there.start()
    here.onNew((stationId, deviceId) => heard.push(`here ${stationId} ${deviceId}`))
    there.onNew((stationId, deviceId) => heard.push(`there ${stationId} ${deviceId}`))
  })
  beforeEach(async () => {
    heard = []
    await database.pool.query('delete from device_outbox')
  })
  afterAll(async () => {
    await here.stop()
    await there.stop()
    await listener.stop()
    await database.drop()
  })

  it('gives a device its messages in order, page by page', async () => {
    const ids = [await put('d-1', '1'), await put('d-1', '2'), await put('d-2', 'x')]
    await put('d-1', '3', '2030-01-01T00:00:00.500Z')
    const first = await here.pending('st-1', 'd-1', null, 2)
    expect(first).toEqual([
      { outboxId: ids[0], stationId: 'st-1', deviceId: 'd-1', payload: '1', expiresAt: null },
      { outboxId: ids[1], stationId: 'st-1', deviceId: 'd-1', payload: '2', expiresAt: null },
    ])
    const second = await here.pending('st-1', 'd-1', ids[1] as string, 2)
    expect(second.map(({ payload, expiresAt }) => [payload, expiresAt])).toEqual([
      ['3', Date.parse('2030-01-01T00:00:00.500Z')],
    ])
  })

  it('forgets what was delivered', async () => {
    here.done([await put('d-1', '1'), await put('d-1', '2')])
    await eventually(async () => expect(await here.pending('st-1', 'd-1', null, 9)).toEqual([]))
  })

  it('tells the other processes, not this one, of what was committed', async () => {
    here.announce([
      { stationId: 'st-1', deviceId: 'd-1' },
      { stationId: 'st-1', deviceId: 'd-1' },
      { stationId: 'st-1', deviceId: 'd-2' },
    ])
    await eventually(() => expect(heard).toHaveLength(2))
    expect(heard.toSorted()).toEqual(['there st-1 d-1', 'there st-1 d-2'])
  })

  it('passes on a notice for a whole station', async () => {
    await put('d-1', '1')
    await put('d-2', '2')
    await database.pool.query(`select pg_notify('outbox', 'st-1')`)
    await eventually(() => expect(heard).toHaveLength(4))
    expect(new Set(heard)).toContain('here st-1 d-2')
  })

  it('tells of what lies there without a notice', async () => {
    const id = await put('d-1', '1')
    await database.pool.query(
      `update device_outbox set created_at = now() - interval '10 seconds' where id = $1`,
      [id],
    )
    await eventually(() => expect(heard).toContain('there st-1 d-1'))
  })

  it('sweeps what has expired', async () => {
    await put('d-1', 'late', '2026-01-01Z')
    const kept = await put('d-1', 'kept')
    expect(await here.sweep()).toBe(1)
    expect((await here.pending('st-1', 'd-1', null, 9)).map((item) => item.outboxId)).toEqual([
      kept,
    ])
  })
})
