import { anomalyPages } from '#console/anomalies/pages.tsx'
import { casePages } from '#console/cases/pages.tsx'
import { courierPages } from '#console/courier/pages.tsx'
import { customerPages } from '#console/customer/pages.tsx'
import { kpiPages } from '#console/kpi/pages.tsx'
import { labPages } from '#console/lab/pages.tsx'
import { officePages } from '#console/office/pages.tsx'
import { oversightPages } from '#console/oversight/pages.tsx'
import { regulatorPages } from '#console/regulator/pages.tsx'
import { stationPages } from '#console/station/pages.tsx'
import type { PageEntry } from './navigation.ts'

export const allPages: readonly PageEntry[] = [
  ...stationPages,
  ...officePages,
  ...casePages,
  ...regulatorPages,
  ...anomalyPages,
  ...kpiPages,
  ...oversightPages,
  ...labPages,
  ...courierPages,
  ...customerPages,
]
