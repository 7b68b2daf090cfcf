import { z } from 'zod'
import { choice } from '#schemas/choice.ts'
import { uuid } from '#schemas/identifiers.ts'
import { whole } from '#schemas/quantity.ts'
import { text } from '#schemas/text.ts'
import { calendarDate, instant } from '#schemas/time.ts'
import { must } from '#schemas/wording.ts'
import { objectHash } from './safety.ts'
import {
  caseQueryOf,
  feedbackStep,
  note,
  noteStep,
  party,
  serviceCase,
  workSignature,
} from './service-case.ts'

const flag = z.boolean(must('true or false'))
const fen = whole(0, 100_000_000, 'fen')

export const appointment = z.object({ from: instant, to: instant })

/** What it is about: 调压器、软管、灶具…; bad-flame = after an exchange (R002-7.1.10). */
export const repairTopics = [
  'bad-flame',
  'cylinder',
  'valve',
  'regulator',
  'hose',
  'stove',
  'water-heater',
  'alarm',
  'other',
] as const

/** `POST /v1/repairs`: 报修、安装、改装. */
export const repairCreate = z.object({
  ...party,
  kind: choice(['repair', 'installation', 'alteration']).default('repair'),
  topic: choice(repairTopics),
  /** R003-9.2.5c: brought in to us. */
  place: choice(['home', 'workshop']).default('home'),
  appointment: appointment.optional(),
  /** An earlier job that has to be done again: free while its warranty holds (R003-9.2.8). */
  reworkOf: uuid.optional(),
  orderId: uuid.optional(),
})

const certificate = z.object({
  brand: text(64),
  model: text(64),
  tests: z
    .array(
      z.object({ item: text(64), passed: flag, value: text(32).optional() }),
      must('a list of tests'),
    )
    .min(1, must('at least the leak test'))
    .max(20),
  inspectorId: uuid,
  /** Who signed as inspector; who installed signs the work itself. */
  inspectorSignature: objectHash.optional(),
  installerSignature: objectHash.optional(),
  phone: text(32),
})

/** `POST /v1/repairs/{id}/steps`. */
export const repairStep = z.discriminatedUnion(
  'type',
  [
    z.object({ type: z.literal('assign'), userId: uuid, note: note.optional() }),
    z.object(noteStep),
    z.object({ type: z.literal('reply'), at: instant.optional(), accepted: flag, note }),
    z.object({
      type: z.literal('schedule'),
      ...appointment.shape,
      wish: choice(['user', 'firm']),
      note: note.optional(),
    }),
    z.object({ type: z.literal('bring-in'), pickUpOn: calendarDate, slipNo: text(32), note }),
    z.object({
      type: z.literal('arrive'),
      at: instant.optional(),
      userAbsent: flag.default(false),
      note: note.optional(),
    }),
    z.object({
      type: z.literal('quote'),
      totalFen: fen,
      accepted: flag,
      lines: z
        .array(z.object({ name: text(64), fen }))
        .max(50)
        .optional(),
      signature: workSignature.optional(),
      note: note.optional(),
    }),
    z.object({ type: z.literal('unfinished'), at: instant.optional(), appointment, note }),
    z.object({
      type: z.literal('complete'),
      at: instant.optional(),
      chargedFen: fen.default(0),
      receiptNo: text(64).optional(),
      certificate: certificate.optional(),
      signature: workSignature,
      photos: z.array(objectHash).max(8).optional(),
      note: note.optional(),
    }),
    z.object({
      type: z.literal('refuse'),
      at: instant.optional(),
      inWriting: flag.default(false),
      note,
    }),
    z.object({ type: z.literal('cancel'), note: note.optional() }),
    z.object(feedbackStep),
    z.object({ type: z.literal('close'), note: note.optional() }),
  ],
  must('a step with its type'),
)

export type RepairStepBody = z.infer<typeof repairStep>

export const repairQuery = caseQueryOf(
  ['repair', 'installation', 'alteration'],
  ['requested', 'scheduled', 'at-work', 'done', 'refused', 'cancelled', 'closed'],
)

export const repair = serviceCase.extend({
  place: z.string(),
  appointment: z.looseObject({ from: instant, to: instant }).nullable(),
  arrivedAt: instant.nullable(),
  doneAt: instant.nullable(),
  warranty: z.looseObject({ from: z.string(), until: z.string(), clause: z.string() }).nullable(),
})

/** 合格证 (R003-9.2.7 a–g); name and address of the user starred out. */
export const repairCertificate = z.looseObject({
  no: z.string(),
  firm: z.string(),
  brand: z.string(),
  model: z.string(),
  date: z.string(),
  tests: z.array(z.looseObject({ item: z.string(), passed: z.boolean() })),
})
