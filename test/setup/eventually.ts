import { setTimeout as sleep } from 'node:timers/promises'

/** Repeats a check until it holds; after `withinMs` its own error is thrown. */
export const eventually = async <T>(
  check: () => T | Promise<T>,
  withinMs: number = 5000,
): Promise<T> => {
  for (const deadline = Date.now() + withinMs; ; await sleep(10)) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
  }
}
