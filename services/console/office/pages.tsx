import { DatabaseOutlined } from '@ant-design/icons'
import type { PageEntry } from '#console/shell/navigation.ts'

export const officePages: readonly PageEntry[] = [
  {
    path: '/office/cylinders',
    title: 'cylinders',
    roles: ['admin', 'office', 'station', 'lab', 'regulator'],
    frame: 'desk',
    icon: <DatabaseOutlined />,
    load: () => import('./cylinders-page.tsx'),
  },
]
