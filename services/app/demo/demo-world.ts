/** The demo's registry: one gas company in Zibo (GB/T 2260: 370302 = 淄川区) with a filling station, and a second small one. */
export const demoWorld = {
  enterprises: [
    { id: 'zibo-gas', name: '淄博示范燃气有限公司', uscc: '91370302MA3DEM001F' },
    { id: 'other-gas', name: '外来燃气有限公司' },
    { id: 'zibo-lab', name: '淄博气瓶检验站' },
  ],
  stations: [
    {
      id: 'zb-zichuan',
      name: '淄川充装站',
      region: '370302',
      enterpriseId: 'zibo-gas',
      licenceNo: 'TS9237001-2029',
    },
    {
      id: 'zb-boshan',
      name: '博山供应站',
      region: '370304',
      enterpriseId: 'zibo-gas',
      licenceNo: 'TS9237002-2029',
    },
  ],
  scales: [
    { id: 'scale-01', stationId: 'zb-zichuan', toleranceG: 20 },
    { id: 'scale-02', stationId: 'zb-zichuan', toleranceG: 20 },
  ],
  devices: [
    { stationId: 'zb-zichuan', deviceId: 'scale-01', kind: 'scale' },
    { stationId: 'zb-zichuan', deviceId: 'scale-02', kind: 'scale' },
    { stationId: 'zb-zichuan', deviceId: 'portal-1', kind: 'portal' },
    { stationId: 'zb-zichuan', deviceId: 'scanner-1', kind: 'hand-scanner' },
    { stationId: 'zb-zichuan', deviceId: 'hand-made', kind: 'hand-scanner' },
    { stationId: 'zb-boshan', deviceId: 'scanner-1', kind: 'hand-scanner' },
  ],
  /** For a person with `mosquitto_pub`; no simulated device uses it. */
  freeDevice: 'zb-zichuan/hand-made',
  operators: ['s-1024', 's-1025'],
  users: [
    { username: 'office', role: 'office', enterpriseId: 'zibo-gas' },
    { username: 'station', role: 'station', enterpriseId: 'zibo-gas', stationId: 'zb-zichuan' },
    { username: 'courier', role: 'courier', enterpriseId: 'zibo-gas' },
    // Brings what the simulated station fills: `demo-trade.ts`.
    { username: 'courier-2', role: 'courier', enterpriseId: 'zibo-gas' },
    { username: 'lab', role: 'lab', enterpriseId: 'zibo-lab' },
    { username: 'reviewer', role: 'lab', enterpriseId: 'zibo-lab' },
    { username: 'regulator', role: 'regulator', regionPrefix: '3703' },
    { username: 'customer', role: 'customer' },
  ],
} as const
