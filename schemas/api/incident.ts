import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { cylinderCode, uuid } from '#schemas/identifiers.ts'
import { quantity, whole } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { objectHash } from './safety.ts'
import { caseQueryOf, noteStep, note, party, serviceCase } from './service-case.ts'

const flag = z.boolean(must('true or false'))
const at = instant.optional()

/** `POST /v1/incidents`: somebody calls because of a leak, a fire, an explosion. */
export const incidentCreate = z.object({
  ...party,
  kind: choice(['leak', 'fire', 'explosion', 'poisoning', 'other']).default('leak'),
  cylinderCodes: z.array(cylinderCode).max(20).optional(),
  /** The prompts were read out while the caller was on the line. */
  promptsRead: choice(['zh', 'en', 'ug', 'kk']).optional(),
})

/** `POST /v1/incidents/{id}/steps`. */
export const incidentStep = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('read-prompts'), at, language: choice(['zh', 'en', 'ug', 'kk']) }),
    z.object({
      type: z.literal('dispatch'),
      at,
      crew: z.array(uuid, must('a list of accounts')).min(1, must('at least one person')).max(20),
      vehicle: text(32).optional(),
      note: note.optional(),
    }),
    z.object({
      type: z.literal('arrive'),
      at,
      /** Gas in the air, % of the lower explosive limit. */
      lelPercent: quantity(0, 10_000, '% LEL').optional(),
      publicDanger: flag.default(false),
      note: note.optional(),
    }),
    z.object({
      type: z.literal('measure'),
      at,
      taken: z
        .array(
          choice(['evacuated', 'cordoned', 'valve-shut', 'vented', 'cylinder-removed']),
          must('a list of measures'),
        )
        .min(1)
        .max(5),
      note: note.optional(),
    }),
    z.object({
      type: z.literal('escalate'),
      at,
      to: choice(['gas-authority', 'fire-brigade', 'police', 'ambulance', 'management']),
      planId: uuid.optional(),
      note: note.optional(),
    }),
    z.object({
      type: z.literal('tell-insurer'),
      at,
      policyId: uuid,
      /** Joint inventory and damaged parts that are kept (R003-11.2-4). */
      photos: z.array(objectHash).max(40).optional(),
      note: note.optional(),
    }),
    /** The insurer's sum, and when the user was told of it; damaged parts are kept until all agree (R003-11.2-4). */
    z.object({
      type: z.literal('assess-loss'),
      at,
      amountFen: whole(0, Number.MAX_SAFE_INTEGER, 'fen'),
      toldUserAt: instant,
      partsKept: flag,
      photos: z.array(objectHash).max(40).optional(),
      note: note.optional(),
    }),
    z.object(noteStep),
    z.object({
      type: z.literal('end'),
      at,
      harm: z
        .object({
          deaths: whole(0, 10_000, 'people'),
          seriousInjuries: whole(0, 10_000, 'people'),
          lossFen: whole(0, Number.MAX_SAFE_INTEGER, 'fen'),
        })
        .default({ deaths: 0, seriousInjuries: 0, lossFen: 0 }),
      note: note.optional(),
    }),
    /** Cause and prevention in the note (R003-5.12.9). */
    z.object({ type: z.literal('review'), at, planChanged: flag, note }),
  ],
  must('a step with its type'),
)

export type IncidentStepBody = z.infer<typeof incidentStep>

export const incidentQuery = caseQueryOf(
  ['leak', 'fire', 'explosion', 'poisoning', 'other'],
  ['reported', 'dispatched', 'on-site', 'ended', 'reviewed'],
)

export const safetyPrompt = z.looseObject({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  clauses: z.array(z.string()),
})

export const incident = serviceCase.extend({
  promptsReadAt: instant.nullable(),
  dispatchedAt: instant.nullable(),
  arrivedAt: instant.nullable(),
  missingMeasures: z.array(z.string()),
  prompts: z.array(safetyPrompt).optional(),
})

export const safetyPrompts = z.looseObject({ prompts: z.array(safetyPrompt) })
