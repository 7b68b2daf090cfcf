import type { PageEntry } from '#console/shell/navigation.ts'

export const casePages: readonly PageEntry[] = [
  {
    path: '/office/cases',
    title: 'cases',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    icon: 'CustomerServiceOutlined',
    group: 'service',
    load: () => import('./cases-page.tsx'),
  },
  {
    path: '/office/complaints/$complaint',
    title: 'case',
    under: '/office/cases',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    load: () => import('./complaint-page.tsx'),
  },
  {
    path: '/office/repairs/$repair',
    title: 'case',
    under: '/office/cases',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    load: () => import('./repair-page.tsx'),
  },
  {
    path: '/office/incidents/$incident',
    title: 'case',
    under: '/office/cases',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    load: () => import('./incident-page.tsx'),
  },
]
