import type { PageEntry } from '#console/shell/navigation.ts'

export const regulatorPages: readonly PageEntry[] = [
  {
    path: '/cylinders/$code',
    title: 'cylinder',
    roles: ['admin', 'office', 'station', 'courier', 'lab', 'regulator'],
    frame: 'desk',
    load: () => import('./cylinder-page.tsx'),
  },
]
