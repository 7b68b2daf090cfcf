import type { PageEntry } from '#console/shell/navigation.ts'

export const labPages: readonly PageEntry[] = [
  {
    path: '/lab',
    title: 'lab',
    roles: ['lab', 'admin', 'office'],
    frame: 'desk',
    icon: 'ExperimentOutlined',
    group: 'cylinders',
    load: () => import('./lab-page.tsx'),
  },
]
