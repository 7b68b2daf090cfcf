import type { DenyCode, FindingCode } from '#domain/codes.ts'
import type { ModelName } from '#domain/cylinder-model.ts'
import type { SingleValues } from '#rules/profile.ts'
import type { MessageName } from '#schemas/messages.ts'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** What carries a clause out; each kind is looked up where it stands. */
export type Means =
  | `rule ${FindingCode}`
  | `deny ${DenyCode}`
  | `value ${keyof SingleValues | `fill ${ModelName}` | `residual ${ModelName}`} of cn-${string}`
  | `${Method} /${string}`
  | `page /${string}`
  | `message ${MessageName}`
  | `job ${string}`
  | `file ${string}`

/** A test: its file below `test/` and its name as it is written there; or a scenario of any `*-scenarios.ts` in a folder. */
export type Proof = `${string}.test.ts › ${string}` | `${string} scenarios › ${string}`

/** What stands, and the tests that show it. */
export type Evidence = {
  readonly by: readonly [Means, ...Means[]]
  readonly proof: readonly [Proof, ...Proof[]]
}

/** An issue of the project, by its number, and what it still has to bring. */
export type Open = { readonly issue: number; readonly reason: string }

export type CoverageRow =
  | { readonly state: 'done'; readonly evidence: readonly [Evidence, ...Evidence[]] }
  | {
      /** All that software carries stands; what is left is hardware, conduct or a contract, and why. */
      readonly state: 'bounded'
      readonly evidence: readonly [Evidence, ...Evidence[]]
      readonly reason: string
    }
  | { readonly state: 'notYet'; readonly open: Open }
  | { readonly state: 'outside'; readonly reason: string }

export type Coverage = Readonly<Record<string, CoverageRow>>

const each = (ids: string, row: CoverageRow): Coverage =>
  Object.fromEntries(ids.split(',').map((id) => [id.trim(), row]))

/** Carried out in full, and shown to be. Ids are separated by commas. */
export const done = (ids: string, ...evidence: readonly [Evidence, ...Evidence[]]): Coverage =>
  each(ids, { state: 'done', evidence })

/** What software carries is carried out and shown to be; the rest is none of it, and why. */
export const bounded = (
  ids: string,
  reason: string,
  ...evidence: readonly [Evidence, ...Evidence[]]
): Coverage => each(ids, { state: 'bounded', evidence, reason })

/** Nothing stands yet; the issue that brings it, and what it is. */
export const notYet = (issue: number, reason: string, ids: string): Coverage =>
  each(ids, { state: 'notYet', open: { issue, reason } })

/** Nothing for software to do, and why. */
export const outside = (reason: string, ids: string): Coverage =>
  each(ids, { state: 'outside', reason })

/** One table from many parts. @throws when a clause is told twice. */
export const joined = (...parts: readonly Coverage[]): Coverage => {
  const all: Record<string, CoverageRow> = {}
  for (const [id, row] of parts.flatMap((part) => Object.entries(part))) {
    if (all[id] !== undefined) throw new Error(`${id} is told twice`)
    all[id] = row
  }
  return all
}
