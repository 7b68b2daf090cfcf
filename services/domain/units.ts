/** Whole grams. Masses are integers everywhere: a float that rounds is a claim that nobody can defend. */
export type Grams = number & { readonly __unit: 'g' }

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number & { readonly __unit: 'ms' }

/** A calendar day `YYYY-MM-DD` in Asia/Shanghai; days compare as text. */
export type Day = string & { readonly __unit: 'day' }

/** Chinese yuan cents (分), an integer. */
export type Fen = number & { readonly __unit: 'fen' }

export const grams = (value: number): Grams => value as Grams
export const epochMs = (value: number): EpochMs => value as EpochMs
export const day = (value: string): Day => value as Day
