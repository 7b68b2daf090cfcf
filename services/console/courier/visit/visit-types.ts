import type { Stop } from '#schemas/api/stop.ts'

export type VisitPrefill = Stop['prefill']
