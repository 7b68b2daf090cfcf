import type { PageEntry } from '#console/shell/navigation.ts'

export const courierPages: readonly PageEntry[] = [
  {
    path: '/courier',
    title: 'stops',
    roles: ['courier'],
    frame: 'phone',
    icon: 'CarOutlined',
    load: () => import('./stops-page.tsx'),
  },
  {
    path: '/courier/van',
    title: 'van',
    roles: ['courier'],
    frame: 'phone',
    icon: 'ContainerOutlined',
    load: () => import('./van-page.tsx'),
  },
  {
    path: '/courier/outbox',
    title: 'outbox',
    roles: ['courier'],
    frame: 'phone',
    icon: 'CloudUploadOutlined',
    load: () => import('./outbox-page.tsx'),
  },
  {
    path: '/courier/stops/$id',
    title: 'stop',
    roles: ['courier'],
    frame: 'phone',
    load: () => import('./visit-page.tsx'),
  },
]
