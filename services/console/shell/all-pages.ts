import { anomalyPages } from '#console/anomalies/pages.tsx'
import { casePages } from '#console/cases/pages.tsx'
import { courierPages } from '#console/courier/pages.tsx'
import { counterPages } from '#console/counter/pages.tsx'
import { customerPages } from '#console/customer/pages.tsx'
import { homePages } from '#console/homes/pages.tsx'
import { kpiPages } from '#console/kpi/pages.tsx'
import { labPages } from '#console/lab/pages.tsx'
import { officePages } from '#console/office/pages.tsx'
import { oversightPages } from '#console/oversight/pages.tsx'
import { publishingPages } from '#console/publishing/pages.tsx'
import { qualityPages } from '#console/quality/pages.tsx'
import { readinessPages } from '#console/readiness/pages.tsx'
import { regulatorPages } from '#console/regulator/pages.tsx'
import { safetyPages } from '#console/safety/pages.tsx'
import { stationPages } from '#console/station/pages.tsx'
import { statisticsPages } from '#console/statistics/pages.tsx'
import type { PageEntry } from './navigation.ts'

export const allPages: readonly PageEntry[] = [
  ...stationPages,
  ...officePages,
  ...counterPages,
  ...homePages,
  ...casePages,
  ...safetyPages,
  ...qualityPages,
  ...publishingPages,
  ...readinessPages,
  ...regulatorPages,
  ...anomalyPages,
  ...kpiPages,
  ...statisticsPages,
  ...oversightPages,
  ...labPages,
  ...courierPages,
  ...customerPages,
]
