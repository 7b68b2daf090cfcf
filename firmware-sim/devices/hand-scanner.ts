import { instantOf, type Machine, stay } from './machine.ts'
import type { Tag } from './scale-state.ts'

export interface ScannerConfig {
  readonly operator?: string
}

export interface ScannerState {
  /** The cylinder that the next key press is about. */
  readonly tag: Tag | null
}

export type ScannerInput =
  | { readonly on: 'scan'; readonly tag: Tag; readonly purpose: string }
  /** One key passes all checks; defects are keyed only where there are any. */
  | { readonly on: 'pass' }
  | { readonly on: 'fail'; readonly defects: readonly string[] }

/** 手持扫码枪: a scan, and the check before filling of what was scanned last. */
export function handScanner(config: ScannerConfig): Machine<ScannerState, ScannerInput> {
  const by = config.operator === undefined ? {} : { operator: config.operator }
  return {
    initial: { tag: null },
    wakeAt: () => null,
    step: (state, input, { now, newId }) => {
      if (input.on === 'tick' || input.on === 'down') return stay(state)
      if (input.on === 'scan') {
        const { tag, purpose } = input
        const event = { id: newId(), at: instantOf(now), tag, purpose, ...by }
        return {
          state: { tag },
          effects: [{ do: 'event', event: { ...event, type: 'cylinder.scanned' } }],
        }
      }
      if (state.tag === null) return stay(state)
      const head = { id: newId(), at: instantOf(now), tag: state.tag, ...by }
      const result =
        input.on === 'pass' ? { passed: true } : { passed: false, defects: [...input.defects] }
      return {
        state: { tag: null },
        effects: [{ do: 'event', event: { ...head, type: 'prefill.checked', ...result } }],
      }
    },
  }
}
