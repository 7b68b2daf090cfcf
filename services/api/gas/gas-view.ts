import type { TankGas } from '#domain/tank.ts'
import { tankAt } from '#domain/tank.ts'
import { epochMs } from '#domain/units.ts'
import { timeText, timeTextOrNull } from '#api/time-text.ts'
import type { GasRow } from '#store/queries/gas/gas-log.ts'
import type { TankRow } from '#store/queries/gas/tanks.ts'

const gasView = ({ released, receiptId, test, release }: TankGas) => ({
  released,
  receiptId,
  testId: test?.id ?? null,
  testPassed: test?.passed ?? null,
  testedBy: test?.by ?? null,
  releasedBy: release?.by ?? (released === true ? (test?.by ?? null) : null),
  releasedAt: timeTextOrNull(release?.at ?? (released === true ? (test?.at ?? null) : null)),
})

export const tankOf =
  (now: number) =>
  ({ steps, ...row }: TankRow) => ({ ...row, gas: gasView(tankAt(steps, epochMs(now))) })

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const told = ({
  id,
  stationId,
  enterpriseId,
  at,
  recordedAt,
  operator,
  body,
  findings,
}: GasRow) => ({
  id,
  stationId,
  enterpriseId,
  tank: String(body['tank']),
  happenedAt: timeText(at),
  recordedAt: timeText(recordedAt),
  operator,
  certificateNo: textOr(body['certificateNo']),
  certificateObject: textOr(body['certificateObject']),
  composition: body['composition'] ?? null,
  basis: textOr(body['basis']),
  values: body['values'] ?? null,
  odorant: body['odorant'] ?? null,
  odorantDetected: body['odorantDetected'] ?? null,
  findings: (findings ?? []).map((finding) => ({ ...finding })),
})

export const receiptView = (row: GasRow) => ({
  ...told(row),
  massG: typeof row.body['massG'] === 'number' ? row.body['massG'] : null,
  supplier: textOr(row.body['supplier']),
  tankerPlate: textOr(row.body['tankerPlate']),
})

export const testView = (row: GasRow) => ({
  ...told(row),
  receiptId: textOr(row.body['receiptId']),
  passed: row.passed,
  /** A device only says what its tester said; values beyond a limit decide all the same. */
  decidedBy:
    row.findings?.some(({ code }) => code === 'GAS_OUT_OF_SPEC') === true
      ? 'values'
      : (textOr(row.body['decidedBy']) ?? 'tester'),
  awaitsRelease: row.body['awaitsRelease'] === true,
})
