/** Where an external broker listens for us, and as whom we log in. */
export interface BrokerUrl {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly username: string | undefined
  readonly password: string | undefined
  /** Before every topic, '' or with a slash at its end: the mount point of the devices' listener. */
  readonly prefix: string
  /** Without credentials, for people and logs. */
  readonly shown: string
}

/** `mqtt[s]://user:password@host:port/mount-point`, or null for anything else. */
export function parseBrokerUrl(text: string): BrokerUrl | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || url.hostname === '') return null
  const tls = url.protocol === 'mqtts:'
  if (!tls && url.protocol !== 'mqtt:') return null
  const path = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '')
  if (/[+#\0]/.test(path)) return null
  const port = url.port === '' ? (tls ? 8883 : 1883) : Number(url.port)
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    tls,
    username: url.username === '' ? undefined : decodeURIComponent(url.username),
    password: url.password === '' ? undefined : decodeURIComponent(url.password),
    prefix: path === '' ? '' : `${path}/`,
    shown: `${url.protocol}//${url.hostname}:${port}${path === '' ? '' : `/${path}`}`,
  }
}
