import type { Certainty, Force } from '#domain/finding.ts'

/** A document that clauses stand in (文件), and how much it binds. */
export type ClauseDocument = {
  readonly id: 'R000' | 'R001' | 'R002' | 'R003' | 'R004' | 'F' | 'design-4'
  readonly zh: string
  readonly en: string
  readonly force: Force
  /** GB/T 2260 prefix where it applies; `''` = everywhere. */
  readonly regionPrefix: string
  readonly published: string | null
  readonly from: string | null
}

/**
 * `clause` and `definition` are the rows of the clause matrix; `indicator` = a KPI, `scored` = an item of an evaluation sheet;
 * `fact` = a value that the documents only point to; `design` = our own.
 */
export type ClauseKind = 'clause' | 'definition' | 'indicator' | 'scored' | 'fact' | 'design'

/** An open question about the text, with the reading that was taken. */
export type Reading = {
  readonly id: string
  readonly problem: string
  readonly reading: string
}

/** A matter on which the documents say different things. */
export type Contradiction = {
  readonly id: string
  readonly topic: string
  readonly values: string
  readonly consequence: string
}

/** A clause (条款) that a finding, a refusal or a value of a profile may name. */
export type Clause = {
  readonly id: string
  readonly document: ClauseDocument
  /** Where it stands in the document. */
  readonly section: string
  readonly kind: ClauseKind
  /** The word of obligation in the text: 必须, 应, 宜, 可 …; 评 = scored; 定义 = a definition. */
  readonly word: string
  /** Whom it binds: everybody who supplies gas, bottled gas alone, pipelines, or who installs appliances. */
  readonly scope: 'general' | 'bottled' | 'pipeline' | 'appliance'
  /** It asks something of whoever supplies bottled gas. */
  readonly duty: boolean
  /** Kept for completeness: pipeline or vehicle gas alone. */
  readonly outOfScope: boolean
  readonly certainty: Certainty
  readonly tags: readonly string[]
  readonly en: string
  /** As printed, errors of the scan included. Of facts and design a summary of ours. */
  readonly zh: string
  /** The corrected text, where what is printed cannot be meant. */
  readonly zhRead?: string
  /** What is damaged, missing or misplaced in the source. */
  readonly damage?: string
  readonly readings: readonly Reading[]
  readonly contradictions: readonly Contradiction[]
}
