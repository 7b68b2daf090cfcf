import type { PageEntry } from '#console/shell/navigation.ts'

export const regulatorPages: readonly PageEntry[] = [
  {
    path: '/regulator',
    title: 'search',
    roles: ['regulator', 'admin', 'office'],
    frame: 'desk',
    icon: 'FileSearchOutlined',
    group: 'oversight',
    load: () => import('./search-page.tsx'),
  },
  {
    path: '/cylinders/$code',
    title: 'cylinder',
    roles: ['admin', 'office', 'station', 'courier', 'lab', 'regulator'],
    frame: 'desk',
    load: () => import('./cylinder-page.tsx'),
  },
]
