import { initialCylinder } from '#domain/cylinder.ts'
import type { RegistryLane, TagRef } from '#domain/store-ports.ts'
import { emptyRegistry } from '#domain/registry.ts'
import type { EpochMs } from '#domain/units.ts'
import { PgBatchLane } from './batch-lane.ts'
import * as sql from './batch-statements.ts'
import { int8Array, textArray, timestampArray } from './binary-array.ts'
import { encodeRegistry, encodeState } from './life-codec.ts'

/** {@link RegistryLane} over one PostgreSQL connection; every method belongs to the open batch. */
export class PgRegistryLane extends PgBatchLane implements RegistryLane {
  async create(codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.run(sql.createSubjects, [
      textArray(codes),
      encodeRegistry(emptyRegistry),
      encodeState(initialCylinder),
    ])
    return new Map(rows.map((row) => [row['code'] as string, row['id'] as string]))
  }

  async bind(
    bindings: readonly (TagRef & { cylinderId: string; validFrom: EpochMs | null })[],
  ): Promise<void> {
    await this.run(sql.bindTags, [
      textArray(bindings.map((binding) => binding.scheme)),
      textArray(bindings.map((binding) => binding.value)),
      int8Array(bindings.map((binding) => binding.cylinderId)),
      timestampArray(bindings.map((binding) => binding.validFrom)),
    ])
  }

  async release(tag: TagRef, at: EpochMs): Promise<void> {
    await this.run(sql.releaseTag, [tag.scheme, tag.value, new Date(at)])
  }

  async merge(waitingId: string, intoId: string): Promise<void> {
    await Promise.all([
      this.run(sql.moveEvents, [waitingId, intoId]),
      this.run(sql.moveTags, [waitingId, intoId]),
      this.run(sql.moveWork, [waitingId, intoId]),
      this.run(sql.markMerged, [waitingId, intoId]),
    ])
  }
}
