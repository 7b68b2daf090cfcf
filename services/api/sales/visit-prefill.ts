import type { ApiDeps } from '#api/api-deps.ts'
import { timeText } from '#api/time-text.ts'
import { safetyItems } from '#schemas/api/safety.ts'
import type { OrderRow } from '#store/queries/sales/orders.ts'

/** What the courier finds filled in before the door opens: the last check, what is still to be mended there, what stands there. */
export const visitPrefill =
  ({ queries: { visits, safety } }: ApiDeps) =>
  async (order: OrderRow) => {
    const last = order.premisesId === null ? null : await safety.lastCheck(order.premisesId)
    const open = order.premisesId === null ? [] : await safety.openAt(order.premisesId)
    return {
      orderId: order.id,
      check: {
        from: last?.id ?? null,
        happenedAt: last === null ? null : timeText(last.happenedAt),
        items: safetyItems.map((item) => {
          const before = last?.items.find((one) => one.item === item)
          return before === undefined ? { item, ok: null } : { ...before, item }
        }),
      },
      rectifications: open.map(({ id, dueOn, hazards, stopsSupply }) => ({
        id,
        dueOn,
        stopsSupply,
        hazards: [...hazards],
      })),
      manualVersion: await visits.lastManual(order.customerId),
      atCustomer: [...(await visits.atCustomer(order.customerId))],
    }
  }
