import type { ComponentType } from 'react'
import type { Role } from '#console/net/session.ts'
import type { zh } from './navigation-texts.zh.ts'

/** Around a page: `desk` = menu at the side, `kiosk` = the whole screen of a station, `phone` = one narrow column. */
export type Frame = 'desk' | 'kiosk' | 'phone'

/** Names of `page-icons.tsx`. */
export type PageIcon =
  | 'AlertOutlined'
  | 'ApiOutlined'
  | 'AuditOutlined'
  | 'BarChartOutlined'
  | 'BookOutlined'
  | 'CarOutlined'
  | 'CarryOutOutlined'
  | 'CloudUploadOutlined'
  | 'ClusterOutlined'
  | 'ContainerOutlined'
  | 'ControlOutlined'
  | 'CustomerServiceOutlined'
  | 'DashboardOutlined'
  | 'DatabaseOutlined'
  | 'ExceptionOutlined'
  | 'ExperimentOutlined'
  | 'FieldTimeOutlined'
  | 'FileDoneOutlined'
  | 'FileProtectOutlined'
  | 'FileSearchOutlined'
  | 'FireOutlined'
  | 'HomeOutlined'
  | 'IdcardOutlined'
  | 'InboxOutlined'
  | 'NotificationOutlined'
  | 'PhoneOutlined'
  | 'PieChartOutlined'
  | 'RadarChartOutlined'
  | 'ScheduleOutlined'
  | 'ShopOutlined'
  | 'ReadOutlined'
  | 'SafetyOutlined'
  | 'ShoppingOutlined'
  | 'SmileOutlined'
  | 'SolutionOutlined'
  | 'TeamOutlined'
  | 'WarningOutlined'

/** Headings of a long menu, in their order. */
const menuGroups = [
  'daily',
  'cylinders',
  'service',
  'safety',
  'publishing',
  'oversight',
  'setup',
] as const

export type MenuGroup = (typeof menuGroups)[number]

/** … for a role: a regulator's own work comes before what companies do. */
export const menuGroupsOf = (role: Role): readonly MenuGroup[] =>
  role === 'regulator' ? [...new Set<MenuGroup>(['oversight', ...menuGroups])] : menuGroups

/** One page of the console: its address, who may open it, and the chunk that it comes from. */
export type PageEntry = {
  readonly path: string
  readonly roles: readonly Role[]
  readonly frame: Frame
  readonly title: keyof typeof zh
  readonly load: () => Promise<{ readonly default: ComponentType }>
  /** In the menu (or the phone's bar), in the order of the list; pages that are reached from others have none. */
  readonly icon?: PageIcon
  readonly group?: MenuGroup
  /** The page of the menu that it belongs to, where its address does not begin with that one's. */
  readonly under?: string
}

/** Where a role begins its day. */
export const homeOf: Readonly<Record<Role, string>> = {
  admin: '/office',
  office: '/office',
  station: '/station',
  courier: '/courier',
  lab: '/lab',
  regulator: '/regulator',
  customer: '/my',
}
