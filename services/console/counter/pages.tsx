import type { PageEntry } from '#console/shell/navigation.ts'

export const counterPages: readonly PageEntry[] = [
  {
    path: '/office/counter',
    title: 'counter',
    roles: ['admin', 'office', 'station'],
    frame: 'desk',
    icon: 'ShopOutlined',
    group: 'daily',
    load: () => import('./counter-page.tsx'),
  },
]
