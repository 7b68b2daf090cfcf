import type { PageEntry } from '#console/shell/navigation.ts'

export const labPages: readonly PageEntry[] = []
