import type { PageEntry } from '#console/shell/navigation.ts'

export const regulatorPages: readonly PageEntry[] = []
