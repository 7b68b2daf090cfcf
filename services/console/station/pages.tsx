import type { PageEntry } from '#console/shell/navigation.ts'

export const stationPages: readonly PageEntry[] = []
