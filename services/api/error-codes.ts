/**
 * Every problem that the API answers with: code → status and title. Compared both ways with `error-codes.md`. Codes are never
 * renamed nor reused; the status belongs here alone.
 */
export const errorCodes = {
  INVALID_JSON: { status: 400, title: 'The body is not JSON' },
  INVALID_REQUEST: { status: 400, title: 'A field is missing or wrong' },
  INVALID_CURSOR: { status: 400, title: 'The cursor is none of ours' },
  INVALID_IDEMPOTENCY_KEY: { status: 400, title: 'The idempotency key cannot be used' },
  UNAUTHENTICATED: { status: 401, title: 'Sign in first' },
  INVALID_CREDENTIALS: { status: 401, title: 'User or password is wrong' },
  FORBIDDEN: { status: 403, title: 'Your role may not do this' },
  NOT_FOUND: { status: 404, title: 'There is no such thing within your reach' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This address does not take that method' },
  CYLINDER_EXISTS: { status: 409, title: 'A cylinder with this code is registered' },
  TAG_IN_USE: { status: 409, title: 'The tag is bound to another cylinder' },
  TAG_NOT_BOUND: { status: 409, title: 'The tag is not bound to this cylinder' },
  DUPLICATE_IN_FILE: { status: 409, title: 'The same code stands in an earlier row' },
  ALREADY_EXISTS: { status: 409, title: 'The id is taken' },
  NOT_QUARANTINED: { status: 409, title: 'The cylinder is not in quarantine' },
  NOT_RELEASABLE: { status: 409, title: 'This finding is cleared by its remedy, not by a person' },
  RELEASER_IS_OPERATOR: { status: 409, title: 'Whoever did the work may not release it' },
  REGULATOR_ORDER: { status: 409, title: "A regulator's order is lifted by a regulator" },
  CHANGED_MEANWHILE: { status: 409, title: 'It changed while you asked; look again' },
  ALREADY_RETIRED: { status: 409, title: 'The cylinder is retired for ever' },
  ALREADY_REPLAYED: { status: 409, title: 'The message was replayed before' },
  IDEMPOTENCY_KEY_RUNNING: {
    status: 409,
    title: 'The first request with this key is not done yet',
  },
  TOO_LARGE: { status: 413, title: 'The request is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'This content type is not read here' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'The key was used for another request' },
  UNKNOWN_MODEL: { status: 422, title: 'The model is none that we know' },
  UNKNOWN_REFERENCE: {
    status: 422,
    title: 'What the field names does not exist within your reach',
  },
  INCONSISTENT_REQUEST: { status: 422, title: 'The fields do not fit together' },
  INVALID_IDENTITY: { status: 422, title: 'No such number can exist' },
  PROFILE_RETROACTIVE: { status: 422, title: 'Rules change from today on, never before' },
  PROMISE_LOOSENS: { status: 422, title: 'A promise may only tighten what is in force' },
  IMPORT_UNREADABLE: { status: 422, title: 'The file cannot be read as a list of cylinders' },
  LOGIN_LOCKED: { status: 429, title: 'Too many wrong passwords; wait' },
  RATE_LIMITED: { status: 429, title: 'Too many requests; wait' },
  INTERNAL: { status: 500, title: 'Something broke on our side' },
  STORE_UNAVAILABLE: { status: 503, title: 'The database is away; try again' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>

export type ErrorCode = keyof typeof errorCodes
