/** `^`, `~` and `_` begin commands: written as hex under ^FH_. */
const field = (text: string): string =>
  text.replace(/[^\x20-\x7e]|[\^~_]/g, (char) =>
    Array.from(Buffer.from(char), (byte) => `_${byte.toString(16).padStart(2, '0')}`).join(''),
  )

/** A 50 × 30 mm label for a Zebra at 8 dots/mm: the QR code, and beside it what a person reads. ASCII only: no fonts needed. */
export const labelZpl = (url: string, code: string, model: string): string =>
  [
    '^XA^CI28^PW400^LL240',
    `^FO16,16^BQN,2,5^FH_^FDQA,${field(url)}^FS`,
    `^FO230,40^A0N,26,22^FH_^FD${field(code)}^FS`,
    `^FO230,80^A0N,26,22^FH_^FD${field(model)}^FS`,
    '^XZ',
    '',
  ].join('\n')
