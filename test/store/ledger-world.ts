import { createHistoryTools } from '#app/commands/history-tools.ts'
import { uuid7 } from '#app/uuid7.ts'
import { createProfileShelf } from '#rules/profile-shelf.ts'
import { PgContextStore } from '#store/batch/context-store.ts'
import { auditDatabase } from '#store/ledger/audit/audit.ts'
import type { AuditReport } from '#store/ledger/audit/audit-finding.ts'
import {
  type IngestFixture,
  minutesAgo,
  onCylinder,
  startFixture,
} from '#test/ingest/ingest-fixture.ts'
import type { TestDatabase } from '#test/setup/database.ts'
import { ledgerKeyOf, testLedger } from '#test/setup/ledger.ts'
import type { PoolClient } from 'pg'

const fillBody = (grossG: number) => ({ scale: 'scale-1', grossG, tareG: 16_500 })
const fill = (code: string, grossG: number, at?: string) =>
  onCylinder(code, 'fill.completed', fillBody(grossG), at)

/** A cylinder filled with permit and curve, one whose check came late, one that waited under its tag, and something wrong. */
const oneRound = async (world: IngestFixture, round: number): Promise<void> => {
  const [a, b, c] = ['A', 'B', 'C'].map((letter) => `${letter}-${round}`) as [
    string,
    string,
    string,
  ]
  await world.register(a)
  await world.publish(onCylinder(a, 'prefill.checked', { passed: true }, minutesAgo(3)))
  const request = onCylinder(a, 'fill.requested', { scale: 'scale-1', emptyGrossG: 16_600 })
  await world.publish(request)
  const told = world.pushed.map(({ payload }) => JSON.parse(payload))
  const { permitId } = told.find(({ requestId }) => requestId === request.id)
  const samples = { id: uuid7(), scale: 'scale-1', permitId, from: minutesAgo(0.2) }
  await world.publish(
    { ...samples, stepMs: 100, grossG: [0, 16_600, 31_000] },
    { kind: 'samples', topic: 'lpg/v1/st-1/dev-1/samples' },
  )
  await world.publish({ ...fill(a, 31_000), permitId })
  await world.register(b)
  await world.publish([fill(b, 31_630, minutesAgo(2)), fill(b, 31_000, minutesAgo(1))])
  await world.publish(onCylinder(b, 'prefill.checked', { passed: true }, minutesAgo(5)))
  const tag = { scheme: 'qr' as const, value: `qr-${round}` }
  await world.publish({ ...fill('x', 31_630), tag })
  await world.register(c, {}, [tag])
  await world.publish({ ...fill('x', 31_000), tag })
  await world.publish(Buffer.from('{"not": json'))
  await world.publish({ ...fill(c, 31_000), grossG: 'heavy' })
}

const REGISTRY = `
  insert into app_user (id, username, password_hash, role) values (gen_random_uuid(), 'someone', 'x', 'admin');
  insert into lock_log (action, station_id, reason, acted_by, at) values ('lock', 'st-1', 'why', 'u', now());
  insert into rule_profile_activation (profile_id, region_prefix, valid_from, reason, activated_by)
  values ('cn-65', '65', '2026-01-01', 'why', 'u');
  insert into staff (enterprise_id, operator, certified_until) values ('e-1', 's-1', '2099-01-01');
  select redact_event(gen_random_uuid(), source, event_id, '{}', 'e-1', 'why', 'u', now()) from cylinder_life
  where type = 'prefill.checked' order by recorded_at limit 1;
  select redact_rejection(gen_random_uuid(), id, 'e-1', 'why', 'u', now()) from rejected_message order by id limit 1`

export type LedgerWorld = {
  readonly fixture: IngestFixture
  audit(client: PoolClient, more?: { kept?: readonly string[] }): Promise<AuditReport>
  stop(): Promise<void>
}

/** Some rounds of everything that leaves a leaf, numbered and signed in several checkpoints. */
export const startLedgerWorld = async (
  database: TestDatabase,
  rounds: number,
): Promise<LedgerWorld> => {
  const fixture = await startFixture(database)
  const ledger = testLedger(database.pool)
  for (let round = 0; round < rounds; round++) {
    await oneRound(fixture, round)
    await ledger.write(Date.now())
  }
  await database.pool.query(REGISTRY)
  await ledger.write(Date.now())
  const tools = createHistoryTools(new PgContextStore(database.pool), createProfileShelf())
  return {
    fixture,
    audit: (client, more = {}) =>
      auditDatabase(client, { keys: [ledgerKeyOf()], lives: tools, now: Date.now(), ...more }),
    stop: () => fixture.stop(),
  }
}
