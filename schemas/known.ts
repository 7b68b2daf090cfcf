type Named<T> = { [K in keyof T as string extends K ? never : K]: Known<T[K]> }

/**
 * A message without the index signature that `looseObject` infers: unknown fields are kept at run time,
 * but code may only name the known ones, so a misspelt field is a type error. Records stay records.
 */
export type Known<T> = T extends readonly (infer E)[]
  ? Known<E>[]
  : T extends object
    ? [keyof Named<T>] extends [never]
      ? T
      : Named<T>
    : T
