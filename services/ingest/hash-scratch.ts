const SIZE = 16 * 1024

/** Where the short messages of one hash after the other are put together. */
export const scratch = Buffer.allocUnsafeSlow(SIZE)

const views: Buffer[] = []

/** The first bytes of it. Views are kept: making one costs as much as hashing it. */
export const viewOf = (length: number): Buffer => (views[length] ??= scratch.subarray(0, length))
