import { problem } from '#api/problem.ts'
import type { ApiProblem, Said } from '#api/problem.ts'
import { blocks, type BlockCode, type Remedy } from '#domain/codes.ts'
import { buySentences } from '#rules/buy-sentences.ts'
import type { BuyRefusal } from '#rules/may-buy.ts'
import { refuseSale, type SaleCase, type SaleRefusal } from '#rules/sale-gate.ts'
import { saySaleRefusal } from '#rules/sale-sentences.ts'
import { serviceCitation } from '#rules/service-clauses.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import type { SuspensionRow } from '#store/queries/homes/suspensions.ts'
import type { RectificationRow } from '#store/queries/sales/safety.ts'
import type { SaleCylinder } from '#store/queries/sales/sales.ts'

const remedyOf = (code: string): Said | Remedy => {
  if (code === 'RETURN_NOT_SCANNED') {
    return { zh: '请先登记回收：POST /v1/returns', en: 'record its return first: POST /v1/returns' }
  }
  return Object.hasOwn(blocks, code)
    ? blocks[code as BlockCode].remedy
    : {
        zh: '请换一只气瓶，或先解决该瓶的问题',
        en: 'take another cylinder, or settle what stands against this one',
      }
}

/** 409: this cylinder may not go out, and why. */
export const blockedProblem = (
  refusal: SaleRefusal,
  cylinder: string,
  path: string,
): ApiProblem => {
  const words = saySaleRefusal(refusal.code)
  return problem('CYLINDER_BLOCKED', {
    path,
    rule: refusal.code,
    clause: refusal.clause,
    measured: refusal.measured,
    limit: refusal.limit,
    remedy: remedyOf(refusal.code),
    detail: {
      zh: `${cylinder} ${words.zh}，不得送往用户`,
      en: `${cylinder} may not go to a customer: ${words.en}`,
    },
  })
}

/** 409: nothing is sold to this customer or for this address, and why. */
export const saleRefused = (refusal: BuyRefusal, isOrder: boolean): ApiProblem => {
  const { path, why, todo } = buySentences[refusal.code]
  return problem('SALE_REFUSED', {
    // Later steps name the order alone.
    path: isOrder ? path : undefined,
    rule: refusal.code,
    clause: refusal.clause,
    measured: refusal.measured,
    limit: refusal.limit,
    unit: refusal.unit,
    detail: why,
    remedy: todo,
  })
}

/** A home whose hazard is not mended gets no gas (R000-4.3.1.4b, R002-5.11.1-4). */
export const refuseUnsafeHome = (
  open: readonly RectificationRow[],
  profile: ResolvedProfile,
): void => {
  const stopping = open.find(({ stopsSupply }) => stopsSupply)
  if (stopping === undefined) return
  const { clause } = serviceCitation(profile, 'UNSAFE_HOME')
  throw problem('SALE_REFUSED', {
    rule: 'UNSAFE_HOME',
    clause,
    limit: stopping.dueOn,
    remedy: {
      zh: `隐患整改后请销号整改单 ${stopping.id}`,
      en: `close rectification ${stopping.id} after the hazard is mended`,
    },
    detail: {
      zh: `整改单 ${stopping.id} 要求该处停止供气（${clause}）`,
      en: `rectification ${stopping.id} stops supply to these premises (${clause})`,
    },
  })
}

/** After notice nothing is sold there until the suspension is lifted (R000-5.2.6). */
export const refuseSuspended = (standing: SuspensionRow | null): void => {
  if (standing === null) return
  throw problem('SALE_REFUSED', {
    rule: 'SUPPLY_SUSPENDED',
    clause: standing.clause,
    measured: standing.reason,
    remedy: {
      zh: `原因消除后请解除停供 ${standing.no}`,
      en: `lift suspension ${standing.no} when its reason is gone`,
    },
    detail: {
      zh: `停供 ${standing.no} 未解除，该处不得供气（${standing.clause}）`,
      en: `suspension ${standing.no} stands against supply to these premises (${standing.clause})`,
    },
  })
}

/** Each cylinder against the sale gate, before anything is written. @throws UNKNOWN_REFERENCE, CYLINDER_BLOCKED */
export const refuseCylinders = (
  codes: readonly string[],
  known: ReadonlyMap<string, SaleCylinder>,
  rules: Pick<SaleCase, 'profile' | 'enterpriseId' | 'at'>,
): void => {
  for (const [i, code] of codes.entries()) {
    const path = `/cylinders/${i}`
    const found = known.get(code)
    if (found === undefined) {
      const detail = {
        zh: `${code} 未登记：请先登记或更正编号`,
        en: `${code} is not registered: register it, or correct the code`,
      }
      throw problem('UNKNOWN_REFERENCE', { path, detail })
    }
    const refusal = refuseSale({ ...rules, cylinder: found.state, registry: found.registry })
    if (refusal !== null) throw blockedProblem(refusal, code, path)
  }
}

/** @throws INCONSISTENT_REQUEST for a code that stands there twice */
export const refuseTwice = (codes: readonly (string | undefined)[], list: string): void => {
  const seen = new Set<string>()
  for (const [i, code] of codes.entries()) {
    if (code === undefined) continue
    if (seen.has(code)) {
      const detail = {
        zh: `${code} 重复出现：一只气瓶只交接一次`,
        en: `${code} stands there twice: a cylinder is handed over once`,
      }
      throw problem('INCONSISTENT_REQUEST', { path: `/${list}/${i}`, detail })
    }
    seen.add(code)
  }
}
