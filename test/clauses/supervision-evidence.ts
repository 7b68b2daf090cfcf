import type { Evidence } from './coverage-row.ts'

/** Evaluations, and what regulators do. */
export const supervisionEvidence = {
  /** A row of a sheet: what was counted, what the expert gave, attachments where nothing is counted. */
  sheet: {
    by: [
      'GET /v1/score-sheets',
      'POST /v1/evaluations',
      'POST /v1/evaluations/{id}/items',
      'file services/rules/sheets/cn-3704-annex-2.ts',
    ],
    proof: [
      'api/score-sheets.test.ts › R004-5.2: 35 items in six groups are 100 points; row 21 says that it was lost',
      'api/evaluation-figures.test.ts › count what the registers show, with the lists of the records',
      'api/evaluation-figures.test.ts › other points than counted want a reason, uncounted ones an attachment or a remark',
    ],
  },
  bands: {
    by: ['POST /v1/evaluations/{id}/items'],
    proof: ['api/evaluations.test.ts › C20: %d points are %s'],
  },
  vetoes: {
    by: ['POST /v1/evaluations/{id}/vetoes'],
    proof: [
      'api/evaluations.test.ts › R004-4.2: a veto puts the band down and leaves the points; withdrawn it is gone',
    ],
  },
  keySupervision: {
    by: ['GET /v1/evaluations'],
    proof: [
      'api/evaluations.test.ts › R004-4.3: the unqualified are the list of key supervision, the newest version alone',
    ],
  },
  /** Self, supervision, third party; signed by experts, then never changed. */
  signed: {
    by: [
      'POST /v1/evaluations/{id}/attachments',
      'POST /v1/evaluations/{id}/sign',
      'POST /v1/evaluations/{id}/finalise',
      'GET /v1/evaluations/{id}/pdf',
    ],
    proof: [
      'api/evaluations.test.ts › run draft, scored, signed, final; a correction is a new version',
      'api/evaluations.test.ts › belong to whoever began them; others are not there, or read',
      'api/evaluations.test.ts › print as a sheet in Chinese',
    ],
  },
  table: {
    by: [
      'POST /v1/evaluations',
      'POST /v1/evaluations/{id}/items',
      'file services/rules/sheets/cn-65-table-10-0-3.ts',
    ],
    proof: [
      'api/evaluation-figures.test.ts › R000-10.0.3: rates are held against their target, others are recorded',
    ],
  },
  wholeTable: {
    by: ['POST /v1/evaluations', 'file services/rules/sheets/cn-65-table-10-0-3.ts'],
    proof: [
      'api/score-sheets.test.ts › table 10.0.3 is whole: 61 rows, each once, each with its own text',
      'api/evaluation-figures.test.ts › R000-10.0.3: rates are held against their target, others are recorded',
    ],
  },
  /** Rows that are counted as an indicator is. */
  figures: {
    by: ['POST /v1/evaluations', 'GET /v1/kpis', 'GET /v1/kpis/{id}/records'],
    proof: [
      'api/evaluation-figures.test.ts › R000-10.0.3: a rate of the table is the figure of /v1/kpis, and a deadline to come breaks nothing',
    ],
  },
  /** Row 33: those to whom nobody came are counted too. */
  appointments: {
    by: ['POST /v1/evaluations'],
    proof: [
      'api/evaluation-figures.test.ts › an appointment to which nobody came is one that was not kept',
    ],
  },
  returns: {
    by: ['GET /v1/statistics-returns', 'GET /v1/statistics-returns.csv'],
    proof: [
      'api/statistics.test.ts › R004-A2-2: what the registers hold of a period, as figures and as a file',
    ],
  },
  cases: {
    by: [
      'POST /v1/supervision-cases',
      'POST /v1/supervision-cases/{id}/steps',
      'GET /v1/work-items',
      'job work-deadlines',
    ],
    proof: [
      'api/supervision.test.ts › run from the finding over order, answer and acceptance to the end, and are closed for good',
      'api/supervision.test.ts › a deadline runs over a holiday week, is overdue after its last millisecond, in both work lists',
      'api/supervision.test.ts › beyond what the notices settle a deadline is provisional, and is counted anew with them',
    ],
  },
  sampling: {
    by: [
      'POST /v1/spot-checks',
      'POST /v1/spot-checks/{id}/items',
      'POST /v1/spot-checks/{id}/conclude',
      'GET /v1/spot-checks/{id}/pdf',
    ],
    proof: [
      'api/spot-checks.test.ts › net %d g, %o: %o',
      'api/spot-checks.test.ts › Order 70: nets %o pass: %s, %o',
      'rules/net-content-plan.test.ts › agrees with an oracle written apart',
    ],
  },
} as const satisfies Record<string, Evidence>
