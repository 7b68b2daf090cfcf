import type { PageEntry } from '#console/shell/navigation.ts'

export const oversightPages: readonly PageEntry[] = [
  {
    path: '/office/supervision',
    title: 'supervision',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    icon: 'AuditOutlined',
    group: 'oversight',
    load: () => import('./supervision-page.tsx'),
  },
  {
    path: '/office/supervision/$supervision',
    title: 'supervisionCase',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    load: () => import('./supervision-case-page.tsx'),
  },
  {
    path: '/office/evaluations',
    title: 'evaluations',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    icon: 'SolutionOutlined',
    group: 'oversight',
    load: () => import('./evaluations-page.tsx'),
  },
  {
    path: '/office/evaluations/$evaluation',
    title: 'evaluation',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    load: () => import('./evaluation-page.tsx'),
  },
  {
    path: '/regulator/spot-checks',
    title: 'spotChecks',
    roles: ['regulator', 'admin', 'office'],
    frame: 'desk',
    icon: 'FileProtectOutlined',
    group: 'oversight',
    load: () => import('./spot-checks-page.tsx'),
  },
  {
    path: '/regulator/spot-checks/$spotcheck',
    title: 'spotCheck',
    roles: ['regulator', 'admin', 'office'],
    frame: 'desk',
    load: () => import('./spot-check-page.tsx'),
  },
]
