/** Menu and page titles of all areas: they are needed before an area's own texts are there. */
export const zh = {
  station: '充装站大屏',
  work: '待办事项',
  cylinders: '气瓶档案',
  cylinder: '气瓶',
  search: '追溯查询',
} as const satisfies Readonly<Record<string, string>>
