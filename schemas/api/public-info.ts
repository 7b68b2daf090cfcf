import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { quantity, whole } from '#schemas/quantity.ts'
import { reference, stationId, uuid } from '#schemas/identifiers.ts'
import { text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { pageQuery } from './page.ts'
import { openWarning } from './supply-warning.ts'

const clockWords = must('a time of day as 08:30')
const clock = z.string(clockWords).regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, clockWords)

const hours = z.object({
  days: z
    .array(choice(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
    .min(1)
    .max(7),
  from: clock,
  to: clock,
})

/** `POST /v1/public-profiles`: what is published from a day on, whole. Changed hours need their lead time (R000-6.1.2). */
export const publicProfileCreate = z.object({
  enterpriseId: reference.optional(),
  validFrom: calendarDate,
  hours: z.array(hours, must('a list of hours')).min(1).max(14),
  phones: z.object({
    business: text(32),
    /** 24 h (R000-6.2.6, R001-8.1-fq-ft). */
    repair: text(32),
    complaint: text(32),
    supervision: text(32),
  }),
  /** Type, composition, calorific value, supply pressure (R002-5.1.2). */
  gas: z.object({
    type: text(64),
    composition: text(200),
    calorificMjM3: quantity(1, 200, 'MJ/m³'),
    pressurePa: whole(1, 1_000_000, 'Pa'),
  }),
  payment: z.array(choice(['cash', 'card', 'wechat', 'alipay', 'transfer', 'other'])).min(1),
  /** Promised time to an emergency (R000-9.1.1). */
  emergencyMinutes: whole(1, 240, 'minutes').optional(),
  /** Why the lead time was not kept; without it a late change is refused. */
  lateReason: text(200).optional(),
})

export const publicProfileView = z.looseObject({
  enterpriseId: z.string(),
  validFrom: z.string(),
  late: z.boolean(),
  clause: z.string().nullable(),
})

const place = z.object({
  name: text(100),
  address: text(200),
  phone: text(32),
  /** Where it is on a map, degrees WGS 84. */
  latitude: quantity(-90, 90, 'degrees'),
  longitude: quantity(-180, 180, 'degrees'),
})

/** `POST /v1/public-notices`: the five items of R001-6.2-1, R002-7.1.3 a–e. */
export const publicNoticeCreate = z.object({
  enterpriseId: reference.optional(),
  kind: choice(['station-closing', 'station-moving', 'business-closure']),
  stationId: stationId.optional(),
  effectiveOn: calendarDate,
  /** What becomes of the users (用户安置方案). */
  arrangement: text(1000),
  newPlace: place.optional(),
  lateReason: text(200).optional(),
})

export const publicNoticeQuery = pageQuery

export const publicNotice = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  kind: z.string(),
  stationId: z.string().nullable(),
  effectiveOn: z.string(),
  earliestOn: z.string(),
  provisional: z.boolean(),
  late: z.boolean(),
  clause: z.string(),
  publishedAt: instant,
  withdrawnAt: instant.nullable(),
})

export const publicTopics = [
  'about',
  'procedures',
  'promises',
  'free-services',
  'compensation',
  'complaints',
  'safety',
  'emergency',
  // The management system as R001-8.1-1 lists it: first-asked, supervision, accountability, and every service by item, standard, flow,
  // deadline, place, responsibility and post.
  'first-asked',
  'supervision',
  'accountability',
  'service-catalogue',
] as const

/** `POST /v1/public-texts`: a new version, a draft. Written by people: machines do not translate here. */
export const publicTextCreate = z.object({
  enterpriseId: reference.optional(),
  topic: choice(publicTopics),
  lang: choice(['zh', 'en', 'ug', 'kk', 'ky', 'mn', 'bo']),
  body: text(4000),
})

export const publicText = z.looseObject({
  id: z.string(),
  enterpriseId: z.string(),
  topic: z.string(),
  lang: z.string(),
  version: z.int(),
  sourceVersion: z.int().nullable(),
  body: z.string(),
  state: z.string(),
  writtenAt: instant,
  reviewedAt: instant.nullable(),
})

export const publicInfoQuery = z.object({
  lang: z.enum(['zh', 'en', 'ug', 'kk', 'ky', 'mn', 'bo']).default('zh'),
})

export const publicInfoParams = z.object({ enterprise: reference })

const cited = { clause: z.string(), force: z.string() }

export const publicInfo = z.looseObject({
  enterprise: z.looseObject({ id: z.string(), name: z.string() }),
  lang: z.string(),
  dir: z.string(),
  languages: z.array(z.looseObject({ lang: z.string(), name: z.string(), dir: z.string() })),
  stations: z.array(z.looseObject({ name: z.string(), licenceNo: z.string().nullable() })),
  prices: z.array(z.looseObject({ model: z.string(), gasFen: z.int(), validFrom: z.string() })),
  profile: z.looseObject({ validFrom: z.string() }).nullable(),
  nextProfile: z.looseObject({ validFrom: z.string() }).nullable(),
  notices: z.array(publicNotice),
  warnings: z.array(openWarning),
  texts: z.array(
    z.looseObject({ topic: z.string(), lang: z.string(), dir: z.string(), body: z.string() }),
  ),
  rules: z.array(
    z.looseObject({
      region: z.string(),
      profile: z.string(),
      residual: z.array(z.looseObject({ model: z.string().nullable(), ...cited })),
      filling: z.array(z.looseObject({ model: z.string(), ...cited })),
      inspection: z.looseObject({ months: z.int(), ...cited }).nullable(),
      life: z
        .looseObject({ regimes: z.array(z.looseObject({ name: z.string() })), ...cited })
        .nullable(),
      homeInspections: z.looseObject({ ...cited }).nullable(),
    }),
  ),
})

/** `GET /v1/public-texts/missing`: what the documents want published and no reviewed Chinese text says. */
export const publicTextsMissing = z.looseObject({
  enterpriseId: z.string(),
  topics: z.array(z.looseObject({ topic: z.string(), clauses: z.array(z.string()) })),
})

export const publicTextParams = z.object({ id: uuid })
