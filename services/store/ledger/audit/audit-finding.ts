/** What was done to a row since it was committed. */
export type Tampering = 'changed' | 'deleted' | 'inserted' | 'moved' | 'unsigned' | 'set-back'

/** One thing that does not fit, by table and key. */
export type AuditFinding = {
  readonly what: Tampering
  readonly table: string
  /** Of the row, as people look it up: `<source>/<event id>` for events. */
  readonly key: string
  /** Columns that were changed, as far as they can be told. */
  readonly columns?: readonly string[]
  readonly batch?: string
  /** More that helps to find it: the neighbours of a row that is gone, … */
  readonly detail?: string
}

export type AuditNotice = {
  /** A row was changed by somebody who was not the API: no proof of wrong, but somebody should know why. */
  readonly what: 'outside' | 'uncovered' | 'pending'
  readonly table: string
  readonly key: string
  readonly detail?: string
}

export type AuditReport = {
  readonly findings: readonly AuditFinding[]
  readonly notices: readonly AuditNotice[]
  readonly checked: {
    readonly leaves: number
    readonly checkpoints: number
    readonly events: number
    readonly verdicts: number
    readonly rejections: number
    readonly slices: number
    readonly entries: number
    readonly lives: number
  }
}

/** Collects what an audit finds; the same row is named once. */
export class AuditNotes {
  readonly #findings = new Map<string, AuditFinding>()
  readonly notices: AuditNotice[] = []
  readonly checked = {
    leaves: 0,
    checkpoints: 0,
    events: 0,
    verdicts: 0,
    rejections: 0,
    slices: 0,
    entries: 0,
    lives: 0,
  }

  add(finding: AuditFinding): void {
    const name = `${finding.table} ${finding.key} ${finding.what}`
    const known = this.#findings.get(name)
    const columns = [...new Set([...(known?.columns ?? []), ...(finding.columns ?? [])])]
    this.#findings.set(name, { ...known, ...finding, ...(columns.length > 0 && { columns }) })
  }

  get report(): AuditReport {
    const { notices, checked } = this
    return { findings: [...this.#findings.values()], notices, checked }
  }
}
