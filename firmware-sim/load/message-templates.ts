const ZERO_ID = '00000000-0000-0000-0000-000000000000'
const ZERO_AT = '0000-00-00T00:00:00.000Z'
/** Masses are patched in place: five digits, shorter ones padded with spaces, which JSON allows before a number. */
const MASS = '88888'
const ABSENT = -1

export type LoadEventType =
  | 'cylinder.scanned'
  | 'stock.in'
  | 'residual.weighed'
  | 'prefill.checked'
  | 'fill.requested'
  | 'fill.completed'
  | 'fill.permitted'
  | 'postfill.checked'
  | 'stock.out'

/** One event as bytes, and where in them the changing fields lie (-1: the event has no such field). */
export interface Template {
  readonly bytes: Buffer
  readonly id: number
  readonly at: number
  readonly code: number
  readonly grossG: number
  readonly tareG: number
  readonly permitId: number
  /** `grossG` is a check-weighing of what was filled, not a weighing of an empty. */
  readonly checkWeigh: boolean
}

/** The fields that stay: a device's own, and what a good cylinder on a good day reports. */
const fieldsOf: Record<LoadEventType, (scale: string, stationId: string) => string> = {
  'cylinder.scanned': () => '"purpose":"inventory"',
  'stock.in': (_, site) => `"siteId":"${site}","condition":"empty","appearanceOk":true`,
  'residual.weighed': (scale) => `"grossG":${MASS},"scale":"${scale}"`,
  'prefill.checked': () => '"passed":true',
  'fill.requested': (scale) => `"scale":"${scale}","emptyGrossG":${MASS}`,
  'fill.completed': (scale) => `"scale":"${scale}","grossG":${MASS},"tareG":${MASS}`,
  'fill.permitted': (scale) =>
    `"permitId":"${ZERO_ID}","scale":"${scale}","grossG":${MASS},"tareG":${MASS}`,
  'postfill.checked': () => `"checkWeighG":${MASS},"leakFree":true,"sealed":true,"labelled":true`,
  'stock.out': (_, site) => `"siteId":"${site}","condition":"full","appearanceOk":true`,
}

/** `codeWidth` as in `CylinderTable`. `fill.permitted` is `fill.completed` with room for its permit. */
export function buildTemplate(
  type: LoadEventType,
  device: { readonly stationId: string; readonly scale: string; readonly codeWidth: number },
): Template {
  const wireType = type === 'fill.permitted' ? 'fill.completed' : type
  const own = fieldsOf[type](device.scale, device.stationId)
  const codeMark = '#'.repeat(device.codeWidth)
  const text =
    `{"id":"${ZERO_ID}","type":"${wireType}","at":"${ZERO_AT}",` +
    `"tag":{"scheme":"code","value":"${codeMark}},"operator":"op-1",${own}}`
  const find = (mark: string) => {
    const found = text.indexOf(mark)
    return found === ABSENT ? ABSENT : found + mark.length
  }
  return {
    bytes: Buffer.from(text, 'latin1'),
    id: find('"id":"'),
    at: find('"at":"'),
    code: find('"value":"'),
    grossG: Math.max(find('"grossG":'), find('"emptyGrossG":'), find('"checkWeighG":')),
    tareG: find('"tareG":'),
    permitId: find('"permitId":"'),
    checkWeigh: type === 'postfill.checked',
  }
}

/** Whole grams, at most 99 999, right-aligned in five bytes. */
export function writeMass(into: Buffer, at: number, massG: number): void {
  let rest = massG
  for (let i = at + MASS.length - 1; i >= at; i -= 1) {
    into[i] = rest === 0 && i < at + MASS.length - 1 ? 32 : 48 + (rest % 10)
    rest = Math.floor(rest / 10)
  }
}
