import { z } from 'zod'
import { must } from './wording.ts'

const regionWords = must('six digits of GB/T 2260, as 370302')
/** A county-level region, GB/T 2260; codes that we do not know are allowed. */
export const region = z.string(regionWords).regex(/^[0-9]{6}$/, regionWords)

const prefixWords = must('up to 6 digits of GB/T 2260, as 3703; none = the whole country')
/** A province (2), a city (4) or a county (6); empty = the whole country. */
export const regionPrefix = z.string(prefixWords).regex(/^[0-9]{0,6}$/, prefixWords)
