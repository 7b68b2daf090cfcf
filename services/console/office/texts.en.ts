import type { Translated } from '#console/i18n/texts.ts'
import type { zh } from './texts.zh.ts'

export const en: Translated<typeof zh> = {
  cylinders: 'Cylinder registry',
  cylindersHint: 'Find by code, model or state; open one for its whole life.',
  scanOrType: 'Scan or type a cylinder code',
  model: 'Model',
  anyModel: 'Any model',
  anyState: 'Any state',
}
