import type { DenyCode } from '#domain/codes.ts'
import type { SiteChange } from './code-town.ts'
import type { Stage } from './stage.ts'

export type Fields = Readonly<Record<string, unknown>>

/**
 * A deny code, the clause beside it, and what is given before a fill is asked for: refused for that code when `bad`, and not for
 * it otherwise. The two differ by one day, gram or field. What it returns goes into the request, and into the fill that follows.
 */
export type DenyScenario = {
  readonly code: DenyCode
  readonly clause: string
  readonly name: string
  readonly given: (on: Stage, bad: boolean) => Promise<Fields | void>
  /** Only a request is refused for it; a fill is not found wrong in that way. */
  readonly requestOnly?: true
}

export const ready = async (on: Stage): Promise<void> => {
  await on.registered()
  await on.prefill()
}

export const registeredAs =
  (change: (bad: boolean) => Parameters<Stage['registered']>[0]) =>
  async (on: Stage, bad: boolean): Promise<void> => {
    await on.registered(change(bad))
    await on.prefill()
  }

export const atSite =
  (change: (bad: boolean) => SiteChange) =>
  async (on: Stage, bad: boolean): Promise<void> => {
    on.site = await on.town.newSite(change(bad))
    await ready(on)
  }
