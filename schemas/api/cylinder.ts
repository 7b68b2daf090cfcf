import { z } from 'zod'
import { contentState, custody, cylinderFacts } from '#schemas/cylinder-facts.ts'
import { code } from '#schemas/finding.ts'
import { cylinderCode, reference, tag } from '#schemas/identifiers.ts'
import { statedText, text } from '#schemas/text.ts'
import { dateOrMonth, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'

const tags = z.array(tag, must('a list of tags')).max(16, must('at most 16 tags'))

/** `POST /v1/cylinders`, and one row of the CSV import. */
export const cylinderCreate = z.object({ ...cylinderFacts, tags: tags.optional() })

/** A cylinder as the API shows it; what is not known is `null` or absent. */
export const cylinder = z.looseObject({
  code: cylinderCode,
  model: z.string(),
  ownerId: z.string(),
  waterVolumeMl: z.int().nullish(),
  stampedMaxG: z.int().nullish(),
  tareG: z.int().nullish(),
  madeOn: dateOrMonth.nullish(),
  designLifeYears: z.int().nullish(),
  manufacturer: z.string().nullish(),
  serialNo: z.string().nullish(),
  entrustedTo: z.string().nullish(),
  entrustContractNo: z.string().nullish(),
  entrustedFrom: z.string().nullish(),
  entrustedUntil: z.string().nullish(),
  inspectedOn: z.string().nullish(),
  nextInspectionOn: z.string().nullish(),
  retireOn: z.string().nullish(),
  tags: z
    .array(
      z.looseObject({
        scheme: z.string(),
        value: z.string(),
        from: instant.nullish(),
        until: instant.nullish(),
      }),
    )
    .optional(),
  content: z.looseObject({ state: contentState, netG: z.int().nullish() }),
  custody: z.looseObject({ kind: custody.shape.kind, id: z.string().nullish() }),
  service: z.looseObject({
    state: z.enum(['in-service', 'quarantined', 'at-inspection', 'idle', 'lost', 'retired']),
    reasons: z.array(z.string()),
  }),
  needsVacuum: z.boolean().optional(),
})

/** `GET /v1/cylinders`. */
export const cylinderQuery = pageQuery.extend({
  ownerId: reference.optional(),
  model: text(32).optional(),
  service: z
    .enum(['in-service', 'quarantined', 'at-inspection', 'idle', 'lost', 'retired'])
    .optional(),
})

/** `POST /v1/cylinders/{code}/tags`; `validFrom` defaults to now. */
export const tagBind = z.intersection(tag, z.object({ validFrom: instant.optional() }))

/** `POST /v1/cylinders/{code}/release`: findings by name, or a person's order when none is named. */
export const cylinderRelease = z.object({
  reason: statedText(500),
  codes: z.array(code).max(64).optional(),
})

/** `POST /v1/cylinders/{code}/retire`. */
export const cylinderRetire = z.object({ reason: statedText(500) })

/** Result of the CSV import; `line` counts from 1, the header included, as an editor shows it. */
export const importReport = z.looseObject({
  rows: z.int(),
  created: z.int(),
  failed: z.int(),
  errors: z.array(
    z.looseObject({
      line: z.int(),
      field: z.string().optional(),
      code,
      message: z.string(),
      messageZh: z.string(),
    }),
  ),
})

export const cylinderParams = z.object({ code: cylinderCode })

export type CylinderCreate = z.infer<typeof cylinderCreate>
export type CylinderView = z.infer<typeof cylinder>
export type CylinderQuery = z.infer<typeof cylinderQuery>
export type TagBind = z.infer<typeof tagBind>
export type CylinderRelease = z.infer<typeof cylinderRelease>
export type CylinderRetire = z.infer<typeof cylinderRetire>
export type ImportReport = z.infer<typeof importReport>
