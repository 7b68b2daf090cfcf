import type { PageEntry } from '#console/shell/navigation.ts'

export const statisticsPages: readonly PageEntry[] = [
  {
    path: '/office/statistics',
    title: 'statistics',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    icon: 'PieChartOutlined',
    group: 'oversight',
    load: () => import('./statistics-page.tsx'),
  },
]
