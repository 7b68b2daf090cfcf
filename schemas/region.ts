import { z } from 'zod'
import { must } from './wording.ts'

const regionWords = must('six digits of GB/T 2260, as 370302')
/** A county-level region, GB/T 2260; codes that we do not know are allowed. */
export const region = z.string(regionWords).regex(/^[0-9]{6}$/, regionWords)

const prefixWords = must('1 to 6 digits of GB/T 2260, as 3703')
/** A province (2), a city (4) or a county (6). */
export const regionPrefix = z.string(prefixWords).regex(/^[0-9]{1,6}$/, prefixWords)
