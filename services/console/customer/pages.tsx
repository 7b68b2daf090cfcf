import type { PageEntry } from '#console/shell/navigation.ts'

export const customerPages: readonly PageEntry[] = []
