import { once } from 'node:events'
import { createServer } from 'node:net'

const isFree = async (host: string, port: number): Promise<boolean> => {
  const probe = createServer()
  try {
    probe.listen(port, host)
    await once(probe, 'listening')
    return true
  } catch {
    return false
  } finally {
    probe.close()
  }
}

/** Which of the named ports somebody else listens on: told before PostgreSQL is started, not after. */
export const takenPorts = async (
  host: string,
  ports: Readonly<Record<string, number>>,
): Promise<readonly string[]> => {
  const checked = await Promise.all(
    Object.entries(ports).map(async ([name, port]) => ({ name, free: await isFree(host, port) })),
  )
  return checked.filter(({ free }) => !free).map(({ name }) => name)
}
