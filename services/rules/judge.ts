import type { CylinderEventType } from '#domain/event-types.ts'
import type { Finding } from '#domain/finding.ts'
import type { Judge } from '#domain/fold-life.ts'
import type { ProfileBook } from './profile-book.ts'
import type { Case, Rule } from './rule.ts'
import { rules as allRules } from './rules.ts'

const NONE: readonly Finding[] = []

const byType = (rules: readonly Rule[]): Partial<Record<CylinderEventType, readonly Rule[]>> => {
  const table: Partial<Record<CylinderEventType, Rule[]>> = {}
  for (const rule of rules) for (const type of rule.on) (table[type] ??= []).push(rule)
  return table
}

/**
 * The law of the premises where the gas was sold, as it was recorded with that delivery, and the promise of who judges now; the
 * station's own where no delivery is known since the last fill.
 */
const premisesRef = ({ before, event }: Omit<Case, 'profile'>): string => {
  const own = event.context.profile
  const { lastSale, lastFill } = before
  if (lastSale === null || (lastFill !== null && lastFill.at > lastSale.at)) return own
  const [law = own] = lastSale.profile.split('+')
  const promise = own.indexOf('+')
  return promise === -1 ? law : `${law}${own.slice(promise)}`
}

/** The rules' verdict on one case; the shared empty list when there is nothing to find. */
const found = (rules: readonly Rule[], facts: Case, book: ProfileBook): readonly Finding[] => {
  let findings: Finding[] | null = null
  for (const rule of rules) {
    const verdict = rule.judge(
      rule.atPremises ? { ...facts, profile: book.resolve(premisesRef(facts)) } : facts,
    )
    if (verdict === undefined) continue
    findings ??= []
    if ('code' in verdict) findings.push(verdict)
    else findings.push(...verdict)
  }
  return findings ?? NONE
}

/**
 * The judge that the fold calls: dispatches by event type, under the profile that was recorded with the event. Pure; throws
 * only where that profile is not in the book, which is a defect.
 */
export const createJudge = (book: ProfileBook, rules: readonly Rule[] = allRules): Judge => {
  const table = byType(rules)
  return (before, event, after, registry) => {
    const own = table[event.type]
    if (own === undefined) return NONE
    const profile = book.resolve(event.context.profile)
    return found(own, { before, event, after, registry, profile }, book)
  }
}
