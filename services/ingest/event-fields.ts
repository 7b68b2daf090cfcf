import type { UplinkEventType } from '#schemas/events/uplink.ts'

/** Own fields of each event that the fold and the trace keep; whatever else a device sent stays in the raw bytes. */
export const eventFields: Readonly<Record<UplinkEventType, readonly string[]>> = {
  'cylinder.scanned': ['purpose'],
  'residual.weighed': ['grossG', 'tareG', 'returnReason', 'ambientC', 'scale'],
  'residual.removed': ['grossG', 'scale'],
  'vacuum.completed': ['pressurePa', 'method'],
  'prefill.checked': ['passed', 'defects', 'items'],
  'fill.requested': ['scale', 'emptyGrossG', 'tank'],
  'fill.completed': ['scale', 'grossG', 'tareG', 'residualG', 'permitId', 'tank'],
  'fill.aborted': ['scale', 'grossG', 'tareG', 'residualG', 'permitId', 'tank'],
  'postfill.checked': [
    'checkWeighG',
    'checkScale',
    'leakFree',
    'sealed',
    'sealNo',
    'labelled',
    'labelledNetG',
  ],
  'stock.in': ['siteId', 'condition', 'appearanceOk', 'leakFree', 'vehicle'],
  'stock.out': ['siteId', 'condition', 'appearanceOk', 'leakFree', 'vehicle'],
  'scale.checked': ['scale', 'testMassG', 'readG'],
  'operator.signed-in': ['scale'],
  'operator.signed-out': ['scale'],
  'gas.received': [
    'tank',
    'massG',
    'supplier',
    'certificateNo',
    'composition',
    'odorant',
    'passed',
    'basis',
    'values',
    'tankerPlate',
  ],
  'gas.tested': [
    'tank',
    'massG',
    'supplier',
    'certificateNo',
    'composition',
    'odorant',
    'passed',
    'basis',
    'values',
    'receiptId',
    'awaitsRelease',
  ],
}

/** The own fields of an event, in a fixed order. */
export const bodyOf = (type: UplinkEventType, event: object): Record<string, unknown> => {
  const source = event as Record<string, unknown>
  const body: Record<string, unknown> = {}
  for (const field of eventFields[type]) {
    const value = source[field]
    if (value !== undefined) body[field] = value
  }
  return body
}
