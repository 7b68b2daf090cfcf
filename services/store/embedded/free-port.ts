import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

/** A port of this host that nobody listens on just now. */
export const freePort = async (host: string = '127.0.0.1'): Promise<number> => {
  const probe = createServer().listen(0, host)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
