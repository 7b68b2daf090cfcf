/** Why a frame ends its connection. */
export interface Refused {
  readonly reason: string
  /** What a CONNACK says before the end, §3.2.2.3; absent: the connection ends without a word. */
  readonly returnCode?: number
}

export function refused(reason: string, returnCode?: number): Refused {
  return returnCode === undefined ? { reason } : { reason, returnCode }
}

export function isRefused(value: object): value is Refused {
  return 'reason' in value
}
