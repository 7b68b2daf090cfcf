/** Names of our own where GS1 has none; `publicUrl` without a slash at the end. */
export const CONTEXT = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { lpg: 'urn:lpg-trace:' },
] as const

/** Steps and dispositions that the CBV does not know stand under this name. */
const OWN = 'urn:lpg-trace:bizstep:'

export const ownStep = (name: string): string => `${OWN}${name}`

const part = encodeURIComponent

export const namesOf = (publicUrl: string) => ({
  /** The page behind the QR code: whoever opens the name sees the cylinder. */
  cylinder: (code: string): string => `${publicUrl}/t/${part(code)}`,
  site: (id: string): string => `${publicUrl}/id/site/${part(id)}`,
  device: (siteId: string, id: string): string =>
    `${publicUrl}/id/site/${part(siteId)}/device/${part(id)}`,
  scale: (id: string): string => `${publicUrl}/id/scale/${part(id)}`,
  vehicle: (id: string): string => `${publicUrl}/id/vehicle/${part(id)}`,
  party: (id: string): string => `${publicUrl}/id/enterprise/${part(id)}`,
  tank: (siteId: string, id: string): string =>
    `${publicUrl}/id/site/${part(siteId)}/tank/${part(id)}`,
})

export type EpcisNames = ReturnType<typeof namesOf>

export const eventName = (id: string): string => `urn:uuid:${id.toLowerCase()}`
export const licenceName = (no: string): string => `urn:lpg-trace:filling-licence:${part(no)}`
export const batchName = (id: string): string => `urn:lpg-trace:inspection-batch:${part(id)}`
