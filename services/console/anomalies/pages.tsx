import type { PageEntry } from '#console/shell/navigation.ts'

export const anomalyPages: readonly PageEntry[] = [
  {
    path: '/regulator/anomalies',
    title: 'anomalies',
    roles: ['regulator', 'admin', 'office'],
    frame: 'desk',
    icon: 'RadarChartOutlined',
    group: 'oversight',
    load: () => import('./anomalies-page.tsx'),
  },
  {
    path: '/regulator/anomalies/$anomaly',
    title: 'anomaly',
    roles: ['regulator', 'admin', 'office'],
    frame: 'desk',
    load: () => import('./anomaly-page.tsx'),
  },
  {
    path: '/regulator/thresholds',
    title: 'thresholds',
    roles: ['regulator', 'admin', 'office'],
    frame: 'desk',
    icon: 'ControlOutlined',
    group: 'oversight',
    load: () => import('./thresholds-page.tsx'),
  },
]
