import type { Pool } from 'pg'
import { ledgerOf } from '#store/queries/service/ledger.ts'

export type SurveyRow = {
  readonly id: string
  readonly enterpriseId: string
  readonly kind: string
  readonly surveyedAt: number
  readonly surveyor: string
  readonly method: string
  readonly stationId: string | null
  readonly items: readonly {
    readonly item: string
    readonly ok: boolean
    readonly remark?: string
  }[]
  readonly photos: readonly string[]
  readonly recordedBy: string
  readonly recordedAt: number
}

/** 服务调查: the shares of conforming items are counted from its items. */
export const surveyQueries = (pool: Pool, read: Pool) =>
  ledgerOf<SurveyRow>(pool, read, {
    table: 'service_survey',
    columns: {
      id: 'plain',
      enterpriseId: 'plain',
      kind: 'plain',
      surveyedAt: 'instant',
      surveyor: 'plain',
      method: 'plain',
      stationId: 'plain',
      items: 'json',
      photos: 'json',
      recordedBy: 'plain',
      recordedAt: 'instant',
    },
    order: 'surveyedAt',
  })
