import { cylinderDenials } from './cylinder-denials.ts'
import type { DenyScenario } from './deny-scenario.ts'
import { stationDenials } from './station-denials.ts'
import { weightDenials } from './weight-denials.ts'

export const denyScenarios: readonly DenyScenario[] = [
  ...stationDenials,
  ...cylinderDenials,
  ...weightDenials,
]
