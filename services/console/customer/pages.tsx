import { HomeOutlined } from '@ant-design/icons'
import type { PageEntry } from '#console/shell/navigation.ts'

export const customerPages: readonly PageEntry[] = [
  {
    path: '/my',
    title: 'myHome',
    roles: ['customer'],
    frame: 'phone',
    icon: <HomeOutlined />,
    load: () => import('./home-page.tsx'),
  },
]
