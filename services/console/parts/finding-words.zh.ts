import { findingNames } from '#domain/finding-names.ts'

export const zh = {
  ...findingNames,
  bypassed: '违规充装·{{name}}',
} as const satisfies Readonly<Record<string, string>>
