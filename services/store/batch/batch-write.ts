import { type Cylinder, serviceOf } from '#domain/cylinder.ts'
import type { BatchWrite, LifeUpdate, NewEvent, SiteFactChange } from '#domain/store-ports.ts'
import { MAX_AHEAD_MS } from '#domain/life-event.ts'
import { valueAt } from '#domain/registry.ts'
import { epochMs } from '#domain/units.ts'
import * as sql from './batch-statements.ts'
import * as site from '#store/site/site-statements.ts'
import {
  byteaArray,
  byteaSlices,
  int4Array,
  int4Literal,
  int8Array,
  jsonArray,
  textArray,
  timestampArray,
  uuidArray,
} from './binary-array.ts'
import type { LifeConnection, Row } from './life-connection.ts'
import { grossOf, occurredAt, scaleOf, tareOf } from './log-columns.ts'
import { encodeRegistry, encodeState } from './life-codec.ts'

type Sent = Promise<Row[]>[]

const SALT_BYTES = 16

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

const eventColumns = ({ events, seal }: BatchWrite): Buffer[] => {
  const of = <T>(pick: (entry: NewEvent) => T): T[] => events.map(pick)
  return [
    int4Array(of((entry) => entry.source)),
    uuidArray(of((entry) => entry.event.id)),
    int8Array(of((entry) => entry.cylinderId)),
    textArray(of((entry) => entry.event.type)),
    timestampArray(of((entry) => entry.event.effectiveAt)),
    timestampArray(of((entry) => entry.event.at)),
    timestampArray(of((entry) => entry.event.recordedAt)),
    textArray(of((entry) => entry.event.stationId)),
    textArray(of((entry) => entry.event.operator)),
    textArray(of((entry) => scaleOf(entry.event))),
    jsonArray(seal.bodies),
    int4Array(of((entry) => entry.contextId)),
    jsonArray(of((entry) => json(entry.findings))),
    byteaArray(of((entry) => entry.sha256)),
    timestampArray(of((entry) => occurredAt(entry.event.at))),
    textArray(of((entry) => entry.tag?.scheme ?? null)),
    textArray(of((entry) => entry.tag?.value ?? null)),
    int4Array(of(({ event }) => grossOf(event))),
    int4Array(of((entry) => tareOf(entry.event))),
    byteaArray(of((entry) => entry.raw)),
    byteaSlices(seal.salts, SALT_BYTES),
  ]
}

const stateColumns = (updates: readonly LifeUpdate[]): Buffer[] => {
  const of = <T>(pick: (cylinder: Cylinder) => T): T[] =>
    updates.map(({ cylinder }) => pick(cylinder))
  return [
    int8Array(updates.map((update) => update.cylinderId)),
    jsonArray(of(encodeState)),
    textArray(of((cylinder) => cylinder.content.state)),
    textArray(of((cylinder) => cylinder.custody.kind)),
    textArray(of((cylinder) => cylinder.custody.id ?? null)),
    textArray(of((cylinder) => serviceOf(cylinder).state)),
    int4Array(updates.map((update) => update.addedEvents)),
  ]
}

const holderColumns = (moved: readonly LifeUpdate[]): Buffer[] => [
  int8Array(moved.map(({ cylinderId }) => cylinderId)),
  textArray(moved.map(({ cylinder }) => cylinder.custody.kind)),
  textArray(moved.map(({ cylinder }) => cylinder.custody.id ?? null)),
]

const sendMain = (
  sent: Sent,
  connection: LifeConnection,
  write: BatchWrite,
  moved: readonly LifeUpdate[],
): void => {
  const { updates, batchId, committedAt, seal } = write
  const columns = [...eventColumns(write), ...stateColumns(updates)]
  const { root, leafHashes, counts } = seal
  const batch = [batchId, new Date(committedAt), root, leafHashes, int4Array(counts)]
  sent.push(connection.send(sql.writeBatch, [...columns, ...batch, ...holderColumns(moved)]))
  const registries = updates.filter((update) => update.registry !== null)
  if (registries.length > 0) sent.push(sendRegistries(connection, registries, write))
}

const sendRegistries = (
  connection: LifeConnection,
  updates: readonly LifeUpdate[],
  { committedAt, batchId }: BatchWrite,
): Promise<Row[]> => {
  // A correction told by a clock that runs ahead holds within minutes: no second write would come for the columns then.
  const now = epochMs(committedAt + MAX_AHEAD_MS)
  const facts = updates.map((update) => update.registry?.facts ?? null)
  return connection.send(sql.updateRegistries, [
    int8Array(updates.map((update) => update.cylinderId)),
    jsonArray(updates.map((update) => update.registry && encodeRegistry(update.registry))),
    batchId,
    textArray(facts.map((fact) => fact?.code ?? null)),
    textArray(
      updates.map(
        ({ registry }) => (registry && valueAt(registry.ownership, now)?.ownerId) ?? null,
      ),
    ),
    textArray(facts.map((fact) => fact?.model ?? null)),
    textArray(
      updates.map(
        ({ registry }) =>
          (registry && valueAt(registry.inspections, now)?.nextInspectionOn) ?? null,
      ),
    ),
  ])
}

const sendVerdicts = (sent: Sent, connection: LifeConnection, write: BatchWrite): void => {
  const { verdicts, batchId, committedAt } = write
  if (verdicts.length === 0) return
  const source = int4Array(verdicts.map((verdict) => verdict.source))
  const id = uuidArray(verdicts.map((verdict) => verdict.id))
  const now = new Date(committedAt)
  sent.push(
    connection.send(sql.keepSuperseded, [
      source,
      id,
      jsonArray(verdicts.map((verdict) => json(verdict.before))),
      timestampArray(verdicts.map((verdict) => verdict.beforeDecidedAt)),
      now,
      batchId,
    ]),
    connection.send(sql.updateVerdicts, [
      source,
      id,
      jsonArray(verdicts.map((verdict) => json(verdict.after))),
      now,
    ]),
  )
}

const sendSlices = (sent: Sent, connection: LifeConnection, write: BatchWrite): void => {
  const { slices, batchId } = write
  if (slices.length === 0) return
  sent.push(
    connection.send(sql.insertSlices, [
      timestampArray(slices.map((slice) => slice.from)),
      int4Array(slices.map((slice) => slice.source)),
      uuidArray(slices.map((slice) => slice.id)),
      textArray(slices.map((slice) => slice.scale)),
      textArray(slices.map((slice) => slice.permitId)),
      int4Array(slices.map((slice) => slice.stepMs)),
      textArray(slices.map((slice) => int4Literal(slice.grossG))),
      timestampArray(slices.map((slice) => slice.recordedAt)),
      byteaArray(slices.map((slice) => slice.sha256)),
      batchId,
    ]),
  )
}

const sendRejections = (sent: Sent, connection: LifeConnection, write: BatchWrite): void => {
  const { rejections, batchId, seal } = write
  if (rejections.length === 0) return
  sent.push(
    connection.send(sql.insertRejections, [
      timestampArray(rejections.map((rejection) => rejection.receivedAt)),
      textArray(rejections.map((rejection) => rejection.stationId)),
      textArray(rejections.map((rejection) => rejection.deviceId)),
      textArray(rejections.map((rejection) => rejection.topic)),
      textArray(rejections.map((rejection) => rejection.code)),
      textArray(rejections.map((rejection) => rejection.message)),
      textArray(rejections.map((rejection) => rejection.path)),
      textArray(rejections.map((rejection) => rejection.eventId)),
      byteaArray(rejections.map((rejection) => rejection.raw)),
      batchId,
      byteaSlices(seal.rejectionSalts, SALT_BYTES),
    ]),
  )
}

const sendWork = (sent: Sent, connection: LifeConnection, write: BatchWrite): void => {
  const { work, workless } = write
  if (workless.length > 0) {
    sent.push(
      connection.send(sql.closeWork, [
        int4Array(workless.map((event) => event.source)),
        uuidArray(workless.map((event) => event.id)),
        new Date(write.committedAt),
      ]),
    )
  }
  if (work.length === 0) return
  sent.push(
    connection.send(sql.insertWork, [
      textArray(work.map((item) => item.kind)),
      int8Array(work.map((item) => item.cylinderId)),
      int4Array(work.map((item) => item.source)),
      uuidArray(work.map((item) => item.eventId)),
      timestampArray(work.map((item) => item.openedAt)),
      timestampArray(work.map((item) => item.dueAt)),
      jsonArray(work.map((item) => JSON.stringify(item.detail))),
    ]),
  )
}

const sendPresence = (sent: Sent, connection: LifeConnection, write: BatchWrite): void => {
  const { presence } = write
  if (presence.length === 0) return
  sent.push(
    connection.send(sql.updatePresence, [
      int4Array(presence.map((device) => device.source)),
      textArray(presence.map((device) => device.state)),
      textArray(presence.map((device) => device.bootId)),
      textArray(presence.map((device) => device.firmware)),
      timestampArray(presence.map((device) => device.at)),
    ]),
  )
}

const sendSiteFact = (connection: LifeConnection, change: SiteFactChange): Promise<Row[]> => {
  const at = new Date(change.at)
  switch (change.kind) {
    case 'scale-check':
      return connection.send(site.recordScaleCheck, [change.scale, at, change.passed])
    case 'shift':
      return connection.send(change.signedIn ? site.recordSignIn : site.recordSignOut, [
        change.stationId,
        change.operator,
        change.scale,
        at,
      ])
    case 'tank': {
      const tank = [change.stationId, change.tank]
      const locked = connection.send(site.recordTank, tank)
      return Promise.all([locked, connection.send(site.refreshTank, tank)]).then(() => [])
    }
  }
}

const sendOutbox = (connection: LifeConnection, write: BatchWrite): Promise<Row[]> =>
  connection.send(sql.insertOutbox, [
    textArray(write.downlinks.map((downlink) => downlink.stationId)),
    textArray(write.downlinks.map((downlink) => downlink.deviceId)),
    textArray(write.downlinks.map((downlink) => downlink.payload)),
    timestampArray(write.downlinks.map((downlink) => downlink.expiresAt)),
    new Date(write.committedAt),
  ])

/**
 * Sends everything of a batch and its commit in one go; PostgreSQL works through it while Node prepares the next batch. When one
 * statement fails the rest fails with it ("current transaction is aborted") and the commit is a rollback; the first error is the
 * one that is thrown, after the last answer has arrived.
 *
 * @param moved those of the updates whose custody may differ from what is stored
 * @returns outbox ids of the downlinks, in order
 */
export const writeBatch = async (
  connection: LifeConnection,
  write: BatchWrite,
  moved: readonly LifeUpdate[],
): Promise<readonly string[]> => {
  const release = connection.hold()
  const sent: Sent = []
  sendMain(sent, connection, write, moved)
  sendVerdicts(sent, connection, write)
  sendSlices(sent, connection, write)
  sendRejections(sent, connection, write)
  sendWork(sent, connection, write)
  sendPresence(sent, connection, write)
  for (const change of write.siteFacts) sent.push(sendSiteFact(connection, change))
  const outbox = write.downlinks.length === 0 ? Promise.resolve([]) : sendOutbox(connection, write)
  const committed = connection.send(sql.commit)
  release()
  const results = await Promise.allSettled([...sent, outbox, committed])
  for (const result of results) if (result.status === 'rejected') throw result.reason
  return (await outbox).map((row) => row['id'] as string)
}
