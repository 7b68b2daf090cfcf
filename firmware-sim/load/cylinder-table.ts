import type { LoadCylinder } from './load-types.ts'

const DEFAULT_TARGET_NET_G = 14_500
const PERMIT_LENGTH = 36

/** Cylinders as columns: a hundred thousand objects would cost cache misses and garbage on every message. */
export class CylinderTable {
  readonly size: number
  /** Bytes of a code with its closing quote and the spaces that pad it to the longest one. */
  readonly codeWidth: number
  readonly tareG: Int32Array
  readonly targetNetG: Int32Array
  /** Net mass of the last fill. */
  readonly netG: Int32Array
  private readonly codes: Buffer
  private readonly permits: Buffer
  private readonly hasPermit: Uint8Array

  constructor(cylinders: readonly LoadCylinder[]) {
    if (cylinders.length === 0) throw new RangeError('the load generator needs cylinders')
    this.size = cylinders.length
    this.codeWidth = cylinders.reduce((most, { code }) => Math.max(most, code.length), 0) + 1
    this.tareG = Int32Array.from(cylinders, ({ tareG }) => tareG)
    this.targetNetG = Int32Array.from(
      cylinders,
      ({ targetNetG }) => targetNetG ?? DEFAULT_TARGET_NET_G,
    )
    this.netG = Int32Array.from(this.targetNetG)
    this.codes = Buffer.alloc(this.size * this.codeWidth, 32)
    cylinders.forEach(({ code }, i) => {
      this.codes.write(`${code}"`, i * this.codeWidth, 'latin1')
    })
    this.permits = Buffer.alloc(this.size * PERMIT_LENGTH)
    this.hasPermit = new Uint8Array(this.size)
  }

  writeCode(cylinder: number, into: Buffer, at: number): void {
    const from = cylinder * this.codeWidth
    this.codes.copy(into, at, from, from + this.codeWidth)
  }

  /** Keeps the permit for the next fill; ids of another length than a UUID do not fit the template and are dropped. */
  keepPermit(cylinder: number, permitId: string): void {
    if (permitId.length !== PERMIT_LENGTH) return
    this.permits.write(permitId, cylinder * PERMIT_LENGTH, 'latin1')
    this.hasPermit[cylinder] = 1
  }

  hasPermitFor(cylinder: number): boolean {
    return this.hasPermit[cylinder] === 1
  }

  /** A permit is good for one fill: writing it uses it up. False when there is none. */
  takePermit(cylinder: number, into: Buffer, at: number): boolean {
    if (this.hasPermit[cylinder] !== 1) return false
    this.hasPermit[cylinder] = 0
    const from = cylinder * PERMIT_LENGTH
    this.permits.copy(into, at, from, from + PERMIT_LENGTH)
    return true
  }
}

/**
 * Cylinder number `i` of a numbered set, with all fields that `POST /v1/cylinders` asks for: 15-kg class, stamped 14.9 kg,
 * tares between 16.0 and 17.0 kg, inspection due far ahead.
 */
export function numberedCylinder(i: number, prefix = 'LG') {
  return {
    code: `${prefix}-${String(i).padStart(7, '0')}`,
    model: 'YSP35.5',
    waterVolumeMl: 35_500,
    stampedMaxG: 14_900,
    tareG: 16_000 + ((i * 7919) % 1000),
    targetNetG: 14_500,
    madeOn: '2023-03',
    designLifeYears: 8,
    manufacturer: 'Sim Works',
    serialNo: String(i).padStart(8, '0'),
    inspectedOn: '2025-06-01',
    nextInspectionOn: '2029-05-31',
  }
}
