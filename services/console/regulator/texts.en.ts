import type { Translated } from '#console/i18n/texts.ts'
import type { zh } from './texts.zh.ts'

export const en: Translated<typeof zh> = {
  life: 'Whole life',
  lifeHint: '{{model}} · {{owner}}',
  asOf: 'As known then',
  asOfHint: 'Shows only what the system knew at that time',
  asOfActive: 'What the system knew at {{at}}',
  now: 'Back to now',
  facts: 'Registry',
  events: 'Life',
  happened: 'Happened',
  known: 'Known',
  late: 'Told late',
  station: 'Station',
  device: 'Device',
  operator: 'By',
  checkedBy: 'Checked before the fill by',
  filledBy: 'Filled by',
  superseded: 'Earlier verdict, replaced by later knowledge',
  standing: 'Why in quarantine',
  onlyFindings: 'Findings only',
  label: 'QR label',
  noEvents: 'No events',
  noSuch: 'There is no cylinder {{code}} within your reach',
}
