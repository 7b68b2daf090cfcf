import { apiWriter } from '#sim/scenarios/city-log.ts'
import { dayText } from '#sim/scenarios/city-registry.ts'
import { between, pick } from './draw.ts'
import { HOUR_MS, RATES } from './city-year-options.ts'
import type { CityLabBatch, CityLabItem } from './office-records.ts'
import type { StationCrew } from './sites.ts'
import { codeOf, factsOf, newId, type YearState } from './year-state.ts'

const LAB_DAYS = 6
const CYCLE_DAYS = 4 * 365
const LORRY = 300
const FAILS = ['壁厚不足', '焊缝缺陷', '瓶阀座变形', '腐蚀严重']

interface OpenBatch {
  readonly batch: CityLabBatch
  readonly crew: StationCrew
  readonly nth: number
}

/** Cylinders on their way to the laboratory and back, or to scrap. */
export class LabWork {
  private readonly back = new Map<number, OpenBatch[]>()
  private readonly scrap = new Map<number, { cylinder: number; crew: StationCrew }[]>()

  /** Once a week and station, as many as a lorry takes. */
  send(state: YearState, crew: StationCrew, nth: number): void {
    const { log, sites, day } = state
    const cylinders = state.labTray[nth]?.splice(0, LORRY) ?? []
    if (cylinders.length === 0) return
    const ms = 8 * HOUR_MS
    const id = newId(state, ms)
    const items = cylinders.map((cylinder, i): CityLabItem => {
      const { tag } = factsOf(state, cylinder, crew)
      const own = {
        tag,
        operator: crew.office.username,
        labId: sites.lab.id,
        batchId: id,
        by: crew.office.id,
      }
      log.write(apiWriter, ms + i * 1000, cylinder, 'inspection.sent', own)
      return {
        cylinder,
        code: codeOf(state, cylinder),
        state: 'sent',
        result: null,
        doneMs: null,
        nextInspectionOn: null,
        tareG: null,
        reason: null,
      }
    })
    const batch = {
      id,
      enterpriseId: crew.station.enterpriseId,
      labId: sites.lab.id,
      sentBy: crew.office.id,
      sentMs: log.at(ms),
      items,
    }
    const due = day + LAB_DAYS
    this.back.set(due, [...(this.back.get(due) ?? []), { batch, crew, nth }])
  }

  /** What comes back today: good for another cycle, or retired for ever. */
  receive(state: YearState): void {
    for (const { batch, crew, nth } of this.back.get(state.day) ?? []) {
      for (const [i, item] of batch.items.entries()) {
        // Back and evacuated before the scales begin.
        this.judge(state, item, crew, 6 * HOUR_MS + i * 10_000, batch.id)
        if (item.state === 'passed') {
          const model = state.sites.registry.modelOf[item.cylinder] ?? 0
          state.empty[nth]?.[model]?.put(item.cylinder)
        }
      }
      state.notes.push({ kind: 'lab-batch', value: batch })
    }
    this.back.delete(state.day)
    for (const { cylinder, crew } of this.scrap.get(state.day) ?? [])
      this.destroy(state, cylinder, crew)
  }

  /** Batches that are still at the laboratory when the year ends. */
  close(state: YearState): void {
    for (const open of this.back.values()) {
      for (const { batch } of open) state.notes.push({ kind: 'lab-batch', value: batch })
    }
  }

  private judge(
    state: YearState,
    item: CityLabItem,
    crew: StationCrew,
    ms: number,
    batchId: string,
  ): void {
    const { log, random, sites, day } = state
    const { cylinder } = item
    const { tag, controller, epc, portal, operator, stationId } = factsOf(state, cylinder, crew)
    const pass = random() >= RATES.labFails
    item.state = pass ? 'passed' : 'failed'
    item.result = pass ? 'pass' : 'fail'
    item.doneMs = log.at(ms)
    const inspected = {
      inspectedOn: dayText(day),
      labId: sites.lab.id,
      batchId,
      by: sites.labUser.id,
    }
    const by = { tag, operator: sites.labUser.username, result: item.result }
    if (!pass) {
      item.reason = pick(random, FAILS)
      const own = { ...by, ...inspected, reason: item.reason }
      log.write(apiWriter, ms, cylinder, 'inspection.completed', own)
      const on = day + between(random, 5, 20)
      this.scrap.set(on, [...(this.scrap.get(on) ?? []), { cylinder, crew }])
      return
    }
    item.nextInspectionOn = dayText(day + CYCLE_DAYS)
    item.tareG = (sites.registry.tareG[cylinder] ?? 0) + between(random, -30, 30)
    sites.registry.tareG[cylinder] = item.tareG
    state.inspectionDay[cylinder] = day + CYCLE_DAYS
    state.residualG[cylinder] = 0
    const own = { ...by, ...inspected, nextInspectionOn: item.nextInspectionOn, tareG: item.tareG }
    log.write(apiWriter, ms, cylinder, 'inspection.completed', own)
    const stock = { tag: epc, siteId: stationId, condition: 'empty', appearanceOk: true }
    log.write(portal, ms + HOUR_MS, cylinder, 'stock.in', stock)
    const vacuum = { tag, operator, pressurePa: between(random, 2000, 8000), method: 'pump' }
    log.write(controller, ms + 1.5 * HOUR_MS, cylinder, 'vacuum.completed', vacuum)
  }

  private destroy(state: YearState, cylinder: number, crew: StationCrew): void {
    const { log, sites } = state
    const ms = 14 * HOUR_MS
    const certificateNo = `BF-${codeOf(state, cylinder)}`
    const { tag } = factsOf(state, cylinder, crew)
    const own = {
      tag,
      operator: sites.labUser.username,
      method: 'crush',
      evidence: certificateNo,
      by: sites.labUser.id,
    }
    const eventId = log.write(apiWriter, ms, cylinder, 'cylinder.destroyed', own)
    state.notes.push({
      kind: 'destruction',
      value: { cylinder, eventId, by: sites.labUser.id, atMs: log.at(ms), certificateNo },
    })
  }
}
