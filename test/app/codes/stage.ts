import { addMonths } from '#domain/calendar.ts'
import type { Finding } from '#domain/finding.ts'
import { plainCylinder } from '#test/app/api-client.ts'
import type { Sent } from '#test/app/test-device.ts'
import { type CodeTown, type Site, TODAY } from './code-town.ts'

export const TARE = 16_500
/** Gross of a good fill: 14.5 kg net. */
export const GOOD = TARE + 14_500
const HOUR_MS = 3_600_000

type Fields = Readonly<Record<string, unknown>>
type Registration = Parameters<typeof plainCylinder>[1]

/** One cylinder and where it is handled; its events are told in the order in which they are written down, never two at one time. */
export class Stage {
  readonly town: CodeTown
  readonly code: string
  site: Site
  #last = 0

  constructor(town: CodeTown, site: Site) {
    this.town = town
    this.site = site
    this.code = town.fresh('C')
  }

  now(): number {
    this.#last = Math.max(Date.now(), this.#last + 2)
    return this.#last
  }

  async registered(change: Registration = {}): Promise<this> {
    const made = { madeOn: addMonths(TODAY, -12), stampedMaxG: 14_900, tareG: TARE }
    await this.town.admin.create('/v1/cylinders', plainCylinder(this.code, { ...made, ...change }))
    return this
  }

  /** What a device of the station sends about the cylinder. */
  send(type: string, fields: Fields = {}, atMs: number = this.now()): Promise<Sent> {
    const at = new Date(atMs).toISOString()
    return this.site.device.send(type, this.code, { at, operator: 's-1', ...fields })
  }

  async prefill(passed = true, atMs?: number): Promise<this> {
    await this.send('prefill.checked', { passed }, atMs)
    return this
  }

  /** Asks over MQTT; what comes down on the same topic. */
  async ask(fields: Fields = {}) {
    const at = new Date(this.now()).toISOString()
    const usual = { at, scale: this.site.scale, operator: 's-1', emptyGrossG: TARE + 100 }
    return (await this.site.device.ask(this.code, { ...usual, ...fields })).answer
  }

  /** The id of a permit. @throws Error with the reasons of a refusal */
  async permit(fields: Fields = {}) {
    const answer = await this.ask(fields)
    if (answer.decision === 'deny') throw new Error(`refused: ${answer.codes.join()}`)
    return answer
  }

  fill(grossG: number = GOOD, fields: Fields = {}, atMs?: number): Promise<Sent> {
    const body = { scale: this.site.scale, tareG: TARE, grossG, ...fields }
    return this.send('fill.completed', body, atMs)
  }

  /** From the check before the fill to the fill, as it should be. */
  async filled(grossG: number = GOOD, fields: Fields = {}): Promise<Sent> {
    await this.prefill()
    const { permitId } = await this.permit()
    return this.fill(grossG, { permitId, ...fields })
  }

  check(fields: Fields = {}): Promise<Sent> {
    return this.send('postfill.checked', {
      leakFree: true,
      sealed: true,
      labelled: true,
      ...fields,
    })
  }

  stock(direction: 'in' | 'out', fields: Fields = {}): Promise<Sent> {
    const body = { siteId: this.site.stationId, condition: 'full', appearanceOk: true }
    return this.send(`stock.${direction}`, { ...body, ...fields })
  }

  weighed(netG: number, fields: Fields = {}): Promise<Sent> {
    return this.send('residual.weighed', { grossG: TARE + netG, ...fields })
  }

  /** What somebody does about the cylinder over HTTP. */
  act(step: string, body: object): Promise<{ readonly eventId: string }> {
    return this.town.admin.create(`/v1/cylinders/${this.code}/${step}`, body)
  }

  /** Brought to a customer of their own, as a courier tells it. @returns the delivery */
  async delivered(): Promise<{ readonly id: string }> {
    const eventId = await this.town.deliver(this.code, this.now())
    return { id: eventId }
  }

  /** Given back at the station. */
  async returned(): Promise<this> {
    await this.town.admin.create('/v1/returns', {
      happenedAt: new Date(this.now()).toISOString(),
      broughtBy: 'customer',
      stationId: this.site.stationId,
      returned: [{ code: this.code }],
    })
    return this
  }

  /** The newest event of a type in its trace. */
  async lastTold(type: string): Promise<string> {
    const { events } = await this.town.admin.trace(this.code, '?limit=500')
    const found = events.findLast((event) => event.type === type)
    if (found === undefined) throw new Error(`no ${type} of ${this.code}`)
    return found.id
  }

  /** What stands beside an event in the trace. */
  async traced(eventId: string): Promise<readonly Finding[]> {
    return (await this.town.admin.traced(this.code, eventId)).findings as readonly Finding[]
  }

  /** What came down about an event, with something asked behind it: nothing can still be under way. */
  async told(eventId: string): Promise<readonly Finding[]> {
    const { device, scale } = this.site
    await device.ask(this.town.fresh('nobody'), { scale })
    const said = device.down.find(
      ({ type, ...more }) => type === 'outcome' && 'id' in more && more.id === eventId,
    )
    return said?.type === 'outcome' ? (said.findings as readonly Finding[]) : []
  }

  hoursAgo(hours: number): number {
    return Date.now() - hours * HOUR_MS
  }
}
