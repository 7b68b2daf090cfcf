import { timeText } from '#api/time-text.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'

export const orderView = (row: OrderRow) => ({
  id: row.id,
  no: row.no,
  enterpriseId: row.enterpriseId,
  customerId: row.customerId,
  premisesId: row.premisesId,
  region: row.region,
  channel: row.channel,
  state: row.state,
  contractNo: row.contractNo,
  appointment:
    row.appointmentFrom === null || row.appointmentTo === null
      ? null
      : { from: timeText(row.appointmentFrom), to: timeText(row.appointmentTo) },
  courierId: row.courierId,
  vehicle: row.vehicle,
  totalFen: row.totalFen,
  closedReason: row.closedReason,
  createdAt: timeText(row.createdAt),
  lines: row.lines.map(({ priceId: _priceId, ...line }) => line),
  cylinders: row.cylinders.map((cylinder) => ({ ...cylinder })),
})
