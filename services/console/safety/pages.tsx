import type { PageEntry } from '#console/shell/navigation.ts'

export const safetyPages: readonly PageEntry[] = [
  {
    path: '/office/hazards',
    title: 'hazards',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    icon: 'ExceptionOutlined',
    group: 'safety',
    load: () => import('./hazards-page.tsx'),
  },
  {
    path: '/office/hazards/$hazard',
    title: 'hazard',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    load: () => import('./hazard-page.tsx'),
  },
  {
    path: '/office/patrols',
    title: 'patrols',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    icon: 'ScheduleOutlined',
    group: 'safety',
    load: () => import('./patrols-page.tsx'),
  },
]
