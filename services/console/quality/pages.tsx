import type { PageEntry } from '#console/shell/navigation.ts'

export const qualityPages: readonly PageEntry[] = [
  {
    path: '/office/call-backs',
    title: 'callBacks',
    roles: ['admin', 'office', 'station', 'regulator'],
    frame: 'desk',
    icon: 'PhoneOutlined',
    group: 'service',
    load: () => import('./call-backs-page.tsx'),
  },
  {
    path: '/office/satisfaction',
    title: 'satisfaction',
    roles: ['admin', 'office', 'regulator'],
    frame: 'desk',
    icon: 'SmileOutlined',
    group: 'service',
    load: () => import('./satisfaction-page.tsx'),
  },
  {
    path: '/office/satisfaction/new',
    title: 'newSurvey',
    roles: ['admin', 'office'],
    frame: 'desk',
    load: () => import('./new-survey-page.tsx'),
  },
]
