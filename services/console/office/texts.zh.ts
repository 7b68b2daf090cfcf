export const zh = {
  cylinders: '气瓶档案',
  cylindersHint: '按编号、型号、状态查找；点击查看全生命周期。',
  scanOrType: '扫描或输入气瓶编号',
  model: '型号',
  anyModel: '全部型号',
  anyState: '全部状态',
} as const satisfies Readonly<Record<string, string>>
