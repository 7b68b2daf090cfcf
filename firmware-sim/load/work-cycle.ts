import type { LoadMix } from './load-types.ts'
import type { LoadEventType } from './message-templates.ts'

const LIFE: readonly LoadEventType[] = [
  'stock.in',
  'residual.weighed',
  'prefill.checked',
  'fill.completed',
  'postfill.checked',
  'stock.out',
]

/** The steps of one round, in the order in which a cylinder passes them. */
export function stepsOf(mix: LoadMix, permits: boolean): readonly LoadEventType[] {
  if (mix === 'scans') return ['cylinder.scanned']
  const steps = mix === 'fills' ? ['fill.completed' as const] : LIFE
  return permits
    ? steps.flatMap((step) =>
        step === 'fill.completed' ? ['fill.requested' as const, step] : [step],
      )
    : steps
}

/**
 * One device's walk: a block of cylinders passes each step before the next step begins, then the next block follows,
 * round and round over the device's share. Gives `array` cylinders at a time.
 */
export class WorkCycle {
  step: LoadEventType
  /** First of the cylinders of this turn; the others follow it in number. */
  cylinder: number
  private readonly steps: readonly LoadEventType[]
  private readonly first: number
  private readonly count: number
  private readonly block: number
  private readonly array: number
  private stepAt = 0
  private blockAt = 0
  private inBlock = 0

  constructor(
    steps: readonly LoadEventType[],
    share: { readonly first: number; readonly count: number },
    sizes: { readonly block: number; readonly array: number },
  ) {
    this.steps = steps
    this.array = sizes.array
    this.first = share.first
    this.count = share.count - (share.count % sizes.array)
    if (this.count < 1) {
      throw new RangeError(`an array of ${sizes.array} needs as many cylinders per device`)
    }
    const block = Math.ceil(sizes.block / sizes.array) * sizes.array
    this.block = Math.min(block, this.count)
    this.step = steps[0] ?? 'cylinder.scanned'
    this.cylinder = share.first
  }

  /** Moves to the next turn. */
  advance(): void {
    const blockSize = Math.min(this.block, this.count - this.blockAt)
    this.inBlock += this.array
    if (this.inBlock >= blockSize) {
      this.inBlock = 0
      this.stepAt += 1
      if (this.stepAt >= this.steps.length) {
        this.stepAt = 0
        this.blockAt += blockSize
        if (this.blockAt >= this.count) this.blockAt = 0
      }
    }
    this.step = this.steps[this.stepAt] ?? this.step
    this.cylinder = this.first + this.blockAt + this.inBlock
  }
}
