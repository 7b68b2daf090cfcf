import type { Told } from './fraud-town.ts'

export const TARE = 16_500
const CUSTOMER = '00000000-0000-4000-8000-000000000001'

export const fill = (code: string, at: string, netG = 14_500, more: object = {}): Told => ({
  code,
  type: 'fill.completed',
  at,
  own: { scale: 'scale-1', grossG: TARE + netG, tareG: TARE, residualG: 0, ...more },
})
export const weighed = (code: string, at: string, netG: number, more: object = {}): Told => ({
  code,
  type: 'residual.weighed',
  at,
  own: { scale: 'scale-1', grossG: TARE + netG, ...more },
})
export const stock = (
  code: string,
  way: 'in' | 'out',
  at: string,
  condition: string,
  siteId = 'st-1',
): Told => ({
  code,
  type: `stock.${way}`,
  at,
  own: { siteId, condition, appearanceOk: true, ...(way === 'out' ? { vehicle: 'v-1' } : {}) },
})
export const sold = (code: string, at: string): Told => ({
  code,
  type: 'delivery.completed',
  at,
  own: { customerRef: CUSTOMER },
})
export const back = (code: string, at: string, operator: string): Told => ({
  code,
  type: 'cylinder.returned',
  at,
  operator,
  own: { reason: 'used-up', to: { kind: 'vehicle', id: 'v-1' } },
})
