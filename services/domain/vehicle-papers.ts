/** 车辆证件: 行驶证, 道路运输证, 配送许可, 检验合格证, 保险. `other` carries its own title. */
export const vehiclePaperKinds = [
  'vehicle-licence',
  'transport-permit',
  'delivery-permit',
  'technical-inspection',
  'insurance',
  'other',
] as const

export type VehiclePaperKind = (typeof vehiclePaperKinds)[number]

/** What must be valid on the day a loaded vehicle departs. */
export type DeparturePapers = {
  readonly vehicle: readonly VehiclePaperKind[]
  /** A certificate of the driver (驾驶员从业资格). */
  readonly driver: boolean
  /** An escort (押运员) with a certificate rides along. */
  readonly escort: boolean
  /** The number of the electronic waybill (电子运单). */
  readonly waybill: boolean
}
