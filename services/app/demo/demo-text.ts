import { demoCases } from './demo-cylinders.ts'
import type { DemoSecrets } from './demo-secrets.ts'
import { claimed, demoCustomers } from './demo-customers.ts'
import { demoWorld } from './demo-world.ts'

export type DemoAddresses = {
  readonly http: string
  readonly mqtt: string
  readonly dataDir: string
  /** A session of the regulator, for the ready line. */
  readonly token: string
}

/** A cylinder that the simulated station fills within the first seconds. */
export const FOLLOWED = 'ZB-0001'

const CLAIMED = claimed(0).code

const logins = (secrets: DemoSecrets): readonly string[] =>
  ['admin', ...demoWorld.users.map(({ username }) => username)].map(
    (name) => `  ${name.padEnd(10)} ${secrets.users[name] ?? ''}`,
  )

/** What somebody needs who has just typed `npm run demo`. */
export const demoText = (
  { http, mqtt, dataDir, token }: DemoAddresses,
  secrets: DemoSecrets,
): string => {
  const { hostname, port } = new URL(mqtt)
  const [station = '', device = ''] = demoWorld.freeDevice.split('/')
  const topic = `lpg/v1/${station}/${device}/event`
  return `
lpg-trace demo: a filling station in Zibo works at 30 times its speed for its first minute, then at 5 times, with some faults.

  console (logins below)     ${http}/
  API and its documentation  ${http}/docs
  what a resident sees       ${http}/t/${FOLLOWED}
  MQTT                       ${mqtt}
  data                       ${dataDir}

logins:
${logins(secrets).join('\n')}
a customer also signs in by phone: ${demoCustomers[0].phone} at ${http}/login/phone; the code is printed here.

cylinders with a story: ${demoCases.overdue} inspection overdue, ${demoCases.expired} life expired, ${demoCases.retired} retired,
${demoCases.notOwned} another company's, ${demoCases.unregistered} never registered, ${demoCases.overfilled} overfilled a moment ago, ${demoCases.cloned} read at two stations at once.
what waits for the office: an order without a courier, money owed for gas left in ${CLAIMED}, a complaint that an authority forwarded.

follow a cylinder:
  curl -s -H 'Authorization: Bearer ${token}' ${http}/v1/cylinders/${FOLLOWED}/trace

report a fill of your own (an overfill: ${FOLLOWED} then shows the finding and its clause):
  mosquitto_pub -h ${hostname} -p ${port} -q 1 -u ${demoWorld.freeDevice} -P ${secrets.devices[demoWorld.freeDevice] ?? ''} \\
    -t ${topic} -m '{"id":"'$(cat /proc/sys/kernel/random/uuid)'","type":"fill.completed","at":"'$(date -u +%FT%T.000Z)'",
    "tag":{"scheme":"code","value":"${FOLLOWED}"},"scale":"scale-01","tareG":16300,"grossG":32300}'

Ctrl-C ends it; the next start goes on where this one stopped.
`
}
