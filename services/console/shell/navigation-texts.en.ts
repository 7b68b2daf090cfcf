import type { Translated } from '#console/i18n/texts.ts'
import type { zh } from './navigation-texts.zh.ts'

export const en: Translated<typeof zh> = {
  station: 'Filling station',
  work: 'Work list',
  cylinders: 'Cylinders',
  cylinder: 'Cylinder',
  import: 'Import',
  search: 'Trace and recall',
  stops: 'Today',
  van: 'Van',
  outbox: 'Outbox',
  stop: 'Visit',
  myHome: 'Home',
  lab: 'Inspection batches',
  orders: 'Orders',
  customers: 'Customers',
  customerPage: 'Customer',
  myCylinders: 'Cylinders',
  myReceipts: 'Receipts',
  myService: 'Service',
  stock: 'Stock',
  devices: 'Devices',
  people: 'Staff and accounts',
  rules: 'Rules',
  rejected: 'Rejected messages',
}
