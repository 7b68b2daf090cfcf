import type { PageEntry } from '#console/shell/navigation.ts'

export const publishingPages: readonly PageEntry[] = [
  {
    path: '/office/warnings',
    title: 'warnings',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    icon: 'AlertOutlined',
    load: () => import('./warnings-page.tsx'),
  },
  {
    path: '/office/public-info',
    title: 'publicInfo',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    icon: 'NotificationOutlined',
    load: () => import('./public-info-page.tsx'),
  },
  {
    path: '/office/publicity',
    title: 'publicity',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    icon: 'ReadOutlined',
    load: () => import('./publicity-page.tsx'),
  },
]
