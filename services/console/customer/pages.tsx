import type { PageEntry } from '#console/shell/navigation.ts'

export const customerPages: readonly PageEntry[] = [
  {
    path: '/my',
    title: 'myHome',
    roles: ['customer'],
    frame: 'phone',
    icon: 'HomeOutlined',
    load: () => import('./home-page.tsx'),
  },
  {
    path: '/my/cylinders',
    title: 'myCylinders',
    roles: ['customer'],
    frame: 'phone',
    icon: 'FireOutlined',
    load: () => import('./cylinders-page.tsx'),
  },
  {
    path: '/my/service',
    title: 'myService',
    roles: ['customer'],
    frame: 'phone',
    icon: 'CustomerServiceOutlined',
    load: () => import('./service-page.tsx'),
  },
  {
    path: '/my/receipts',
    title: 'myReceipts',
    roles: ['customer'],
    frame: 'phone',
    icon: 'FileDoneOutlined',
    load: () => import('./receipts-page.tsx'),
  },
]
