import { z } from 'zod'
import { must } from './wording.ts'

/** Yes or no. A check that was not done is an absent field, never `null`. */
export const flag = z.boolean(must('true or false'))
