import type { CityDestruction, CityLabBatch } from '#sim/city/office-records.ts'
import type { BulkRows } from '#store/history/bulk-rows.ts'
import { time, timeOrNull } from './row-times.ts'

const CHECKED = {
  appearance: true,
  weld: true,
  valveSeat: true,
  wallThickness: true,
  volume: true,
  hydraulic: true,
  airTightness: true,
}

/** What names cylinders by their row: written when the history stands. `idOf`: of a cylinder by its place in the city. */
export const addLabBatch = (
  rows: BulkRows,
  batch: CityLabBatch,
  idOf: (cylinder: number) => number,
): void => {
  rows.add('inspection_batch', {
    id: batch.id,
    enterprise_id: batch.enterpriseId,
    lab_id: batch.labId,
    sent_by: batch.sentBy,
    sent_at: time(batch.sentMs),
  })
  for (const item of batch.items) {
    const done = timeOrNull(item.doneMs)
    rows.add('inspection_item', {
      batch_id: batch.id,
      cylinder_id: idOf(item.cylinder),
      code: item.code,
      state: item.state,
      result: item.result,
      inspected_on: done?.slice(0, 10) ?? null,
      next_inspection_on: item.nextInspectionOn,
      tare_g: item.tareG,
      checks: item.result === null ? null : { ...CHECKED, wallThickness: item.result === 'pass' },
      reason: item.reason,
      report_no: item.result === null ? null : `R-${item.code}`,
      inspector: item.result === null ? null : 'lab-inspector-1',
      inspected_at: done,
      reviewer: item.result === null ? null : 'lab-reviewer-1',
      reviewed_at: done,
      returned_at: item.result === 'pass' ? done : null,
    })
  }
}

export const addDestruction = (
  rows: BulkRows,
  one: CityDestruction,
  idOf: (cylinder: number) => number,
): void =>
  rows.add('destruction', {
    cylinder_id: idOf(one.cylinder),
    event_id: one.eventId,
    method: 'crush',
    evidence: one.certificateNo,
    certificate_no: one.certificateNo,
    photo_sha256: [],
    destroyed_by: one.by,
    destroyed_at: time(one.atMs),
  })
