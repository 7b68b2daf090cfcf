import type { PageEntry } from '#console/shell/navigation.ts'

export const courierPages: readonly PageEntry[] = []
