import type { PageEntry } from '#console/shell/navigation.ts'

export const kpiPages: readonly PageEntry[] = [
  {
    path: '/office/kpis',
    title: 'kpis',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    icon: 'BarChartOutlined',
    group: 'oversight',
    load: () => import('./kpi-page.tsx'),
  },
  {
    path: '/office/kpis/$kpi',
    title: 'kpi',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    load: () => import('./figure-page.tsx'),
  },
  {
    path: '/regulator/companies',
    title: 'companies',
    roles: ['admin', 'regulator'],
    frame: 'desk',
    icon: 'ClusterOutlined',
    group: 'oversight',
    load: () => import('./companies-page.tsx'),
  },
]
