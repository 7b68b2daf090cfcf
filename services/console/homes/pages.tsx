import type { PageEntry } from '#console/shell/navigation.ts'

export const homePages: readonly PageEntry[] = [
  {
    path: '/office/homes',
    title: 'homes',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    icon: 'HomeOutlined',
    group: 'safety',
    load: () => import('./homes-page.tsx'),
  },
  {
    path: '/office/customers/$customer/homes/$premises',
    title: 'homeArchive',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    load: () => import('./archive-page.tsx'),
  },
]
