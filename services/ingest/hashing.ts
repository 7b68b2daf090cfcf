import { hash } from 'node:crypto'

export const sha256 = (data: Buffer | string): Buffer => hash('sha256', data, 'buffer') as Buffer

const hexToUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`

/** Id of the comparison of a fill with so many samples of its curve (UUID version 8). */
export const curveId = (source: number, fillId: string, samples: number): string =>
  hexToUuid(sha256(`curve ${source} ${fillId} ${samples}`).toString('hex'))

/**
 * Id of the decision on a request (UUID version 8): the same request always has the same answer's id, so that a repeat finds it.
 */
export const decisionId = (source: number, requestId: string): string =>
  hexToUuid(sha256(`decision ${source} ${requestId}`).toString('hex'))
