import type { PageEntry } from '#console/shell/navigation.ts'

export const publishingPages: readonly PageEntry[] = [
  {
    path: '/office/warnings',
    title: 'warnings',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    icon: 'AlertOutlined',
    group: 'publishing',
    load: () => import('./warnings-page.tsx'),
  },
  {
    path: '/office/public-info',
    title: 'publicInfo',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    icon: 'NotificationOutlined',
    group: 'publishing',
    load: () => import('./public-info-page.tsx'),
  },
  {
    path: '/office/publicity',
    title: 'publicity',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    icon: 'ReadOutlined',
    group: 'publishing',
    load: () => import('./publicity-page.tsx'),
  },
]
