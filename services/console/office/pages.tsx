import {
  CarryOutOutlined,
  DatabaseOutlined,
  ShoppingOutlined,
  TeamOutlined,
} from '@ant-design/icons'
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
    path: '/office/orders',
    title: 'orders',
    roles: ['admin', 'office', 'station'],
    frame: 'desk',
    icon: <ShoppingOutlined />,
    load: () => import('./orders-page.tsx'),
  },
  {
    path: '/office/customers',
    title: 'customers',
    roles: ['admin', 'office', 'station'],
    frame: 'desk',
    icon: <TeamOutlined />,
    load: () => import('./customers-page.tsx'),
  },
  {
    path: '/office/customers/$customer',
    title: 'customerPage',
    roles: ['admin', 'office', 'station'],
    frame: 'desk',
    load: () => import('./customer-page.tsx'),
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
