import { CarryOutOutlined, DatabaseOutlined } from '@ant-design/icons'
import type { PageEntry } from '#console/shell/navigation.ts'

export const officePages: readonly PageEntry[] = [
  {
    path: '/office',
    title: 'work',
    roles: ['admin', 'office'],
    frame: 'desk',
    icon: <CarryOutOutlined />,
    load: () => import('./work-page.tsx'),
  },
  {
    path: '/office/cylinders',
    title: 'cylinders',
    roles: ['admin', 'office', 'station', 'lab', 'regulator'],
    frame: 'desk',
    icon: <DatabaseOutlined />,
    load: () => import('./cylinders-page.tsx'),
  },
  {
    path: '/office/cylinders/import',
    title: 'import',
    roles: ['admin', 'office'],
    frame: 'desk',
    load: () => import('./import-page.tsx'),
  },
]
