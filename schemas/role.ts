import { choice } from './choice.ts'

/** Who somebody is to us; every endpoint says which of them may call it. */
export const role = choice([
  'admin',
  'office',
  'station',
  'courier',
  'lab',
  'regulator',
  'customer',
])
