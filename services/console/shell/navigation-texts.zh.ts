/** Menu and page titles of all areas: they are needed before an area's own texts are there. */
export const zh = {
  station: '充装站大屏',
  work: '待办事项',
  cylinders: '气瓶档案',
  cylinder: '气瓶',
  import: '批量导入',
  search: '追溯查询',
  stops: '今日配送',
  van: '车上气瓶',
  outbox: '上传记录',
  stop: '送达登记',
  myHome: '首页',
  lab: '检验批次',
} as const satisfies Readonly<Record<string, string>>
