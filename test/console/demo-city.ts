import { readSecrets } from '#app/demo/demo-secrets.ts'
import { Program } from '#test/app/program.ts'
import type { Role } from '#domain/event-types.ts'

export type DemoCity = {
  readonly url: string
  /** By user name; the demo has one user a role, named like it. */
  readonly passwords: Readonly<Record<string, string>>
  /** The program away, and back at the same address with the same data. */
  stop(): Promise<unknown>
  start(): Promise<void>
  end(): Promise<void>
}

export const ROLES: readonly Role[] = [
  'admin',
  'office',
  'station',
  'courier',
  'lab',
  'regulator',
  'customer',
]

/** The demo as `npm run demo` starts it, on free ports, with a directory of its own. `env` = what else it is told. */
export const demoCity = async (env: Readonly<Record<string, string>> = {}): Promise<DemoCity> => {
  const program = new Program({ LPG_GATEWAYS: '0', ...env }, 'demo')
  await program.create()
  const { users } = await readSecrets(program.dataDir)
  return {
    url: program.url,
    passwords: users,
    stop: () => program.end(),
    start: () => program.start(),
    end: () => program.destroy(),
  }
}
