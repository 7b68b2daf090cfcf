import { must } from './demo-answer.ts'
import type { DemoApi } from './demo-api.ts'
import { demoVan } from './demo-customers.ts'
import { dayIn } from './demo-day.ts'

/** The courier's van, and the one at the simulated station's gate. */
const VEHICLES = [
  { id: demoVan, kind: 'car', plateNo: '鲁C7A026' },
  { id: 'van-1', kind: 'car', plateNo: '鲁C1B935' },
] as const

/** Days that each paper is still good for; an insurance ends soon, so that the office has one to renew. */
const PAPERS = [
  {
    kind: 'vehicle-licence',
    paperNo: '370300182645',
    issuedBy: '淄博市公安局交通警察支队',
    days: 900,
  },
  { kind: 'transport-permit', paperNo: '370302008817', issuedBy: '淄博市交通运输局', days: 400 },
  { kind: 'delivery-permit', paperNo: 'RQPS-0302', issuedBy: '淄川区住房和城乡建设局', days: 300 },
  { kind: 'technical-inspection', paperNo: '3703JC6192', issuedBy: '淄川机动车检测站', days: 150 },
  { kind: 'insurance', paperNo: 'PDAA202637030017', issuedBy: '人保财险淄博分公司', days: 20 },
] as const

/** Vans with their papers; whoever is known keeps those they have. @param today ms since 1970 */
export const seedVehicles = async (api: DemoApi, today: number): Promise<void> => {
  for (const vehicle of VEHICLES) {
    const made = await api.ensure('/v1/vehicles', { enterpriseId: 'zibo-gas', ...vehicle })
    if (made === 'known') continue
    for (const { days, ...paper } of PAPERS) {
      const paperNo = `${paper.paperNo}-${vehicle.id.slice(-1)}`
      const body = { ...paper, paperNo, validUntil: dayIn(today, days) }
      await must(api.post(`/v1/vehicles/${vehicle.id}/papers`, body))
    }
  }
}
