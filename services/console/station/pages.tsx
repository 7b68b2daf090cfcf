import type { PageEntry } from '#console/shell/navigation.ts'

export const stationPages: readonly PageEntry[] = [
  {
    path: '/station',
    title: 'station',
    roles: ['station', 'admin', 'office', 'regulator'],
    frame: 'kiosk',
    icon: 'DashboardOutlined',
    group: 'cylinders',
    load: () => import('./station-page.tsx'),
  },
  {
    path: '/rejected',
    title: 'rejected',
    roles: ['station', 'admin', 'office', 'regulator'],
    frame: 'desk',
    icon: 'WarningOutlined',
    group: 'cylinders',
    load: () => import('./rejected-page.tsx'),
  },
]
