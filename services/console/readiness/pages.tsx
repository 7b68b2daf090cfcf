import type { PageEntry } from '#console/shell/navigation.ts'

export const readinessPages: readonly PageEntry[] = [
  {
    path: '/office/calls',
    title: 'calls',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    icon: 'FieldTimeOutlined',
    group: 'service',
    load: () => import('./calls-page.tsx'),
  },
  {
    path: '/office/emergency',
    title: 'emergency',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    icon: 'SafetyOutlined',
    group: 'safety',
    load: () => import('./emergency-page.tsx'),
  },
]
