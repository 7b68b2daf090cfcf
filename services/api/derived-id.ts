import { createHash } from 'node:crypto'
import { hashedUuid } from '#domain/hashed-uuid.ts'

const idOf = (name: string): string => hashedUuid(createHash('sha256').update(name).digest('hex'))

/** One id for one thing, however often it is told: what it is made of decides it. */
export const derivedId = (...parts: readonly string[]): string => idOf(parts.join('\n'))

/**
 * One id a step of a thing, whoever repeats it: a step that was recorded before a crash is found again. Joined otherwise than
 * {@link derivedId}, for ever: such ids are stored.
 */
export const stepId = (...parts: readonly string[]): string => idOf(parts.join(' '))
