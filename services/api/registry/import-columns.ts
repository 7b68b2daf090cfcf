import type { Said } from '#api/problem.ts'

/** How the text of a column becomes the value of its field. */
export type Reading =
  | 'text'
  | 'whole'
  | 'grams'
  | 'kilograms'
  | 'millilitres'
  | 'litres'
  | 'date'
  | 'flag'
  | 'grams-unnamed'

export type Column = { readonly field: string; readonly reading: Reading }

type Row = readonly [field: string, reading: Reading, names: readonly string[]]

/** Names as offices write them; brackets, blanks, full width and case do not count. `qr` and `epc` become tags. */
const table: readonly Row[] = [
  ['code', 'text', ['code', '气瓶编号', '钢瓶编号', '瓶号', '气瓶编码', '编号', '登记代码']],
  ['model', 'text', ['model', '型号', '规格型号', '气瓶型号', '规格']],
  ['ownerId', 'text', ['ownerid', 'owner', '产权单位', '产权单位编号', '企业编号']],
  ['waterVolumeMl', 'millilitres', ['watervolumeml', '水容积ml', '容积ml', '水容积毫升']],
  ['waterVolumeMl', 'litres', ['watervolumel', '水容积l', '容积l', '水容积升', '容积升']],
  ['stampedMaxG', 'grams', ['stampedmaxg', '允许充装量g', '最大充装量g', '允许充装量克']],
  [
    'stampedMaxG',
    'kilograms',
    ['stampedmaxkg', '允许充装量kg', '最大充装量kg', '允许充装量千克', '允许充装量公斤'],
  ],
  ['stampedMaxG', 'grams-unnamed', ['允许充装量', '最大充装量']],
  ['tareG', 'grams', ['tareg', '皮重g', '皮重克', '空瓶重量g']],
  ['tareG', 'kilograms', ['tarekg', '皮重kg', '皮重千克', '皮重公斤', '空瓶重量kg']],
  ['tareG', 'grams-unnamed', ['皮重', '空瓶重量', 'tare']],
  ['medium', 'text', ['medium', '介质', '充装介质']],
  ['madeOn', 'date', ['madeon', '制造日期', '出厂日期', '制造年月', '出厂年月']],
  ['designLifeYears', 'whole', ['designlifeyears', '设计使用年限', '使用年限', '设计使用年限年']],
  ['manufacturer', 'text', ['manufacturer', '制造单位', '生产厂家', '制造厂']],
  ['serialNo', 'text', ['serialno', '出厂编号', '制造编号', '钢印号']],
  ['entrustedTo', 'text', ['entrustedto', '托管单位']],
  ['entrustContractNo', 'text', ['entrustcontractno', '托管合同号', '托管合同编号']],
  ['entrustedFrom', 'date', ['entrustedfrom', '托管开始日期', '托管起始日期']],
  ['entrustedUntil', 'date', ['entrusteduntil', '托管截止日期', '托管到期日期']],
  ['inspectedOn', 'date', ['inspectedon', '检验日期', '上次检验日期']],
  ['nextInspectionOn', 'date', ['nextinspectionon', '下次检验日期', '下检日期', '检验有效期至']],
  ['retireOn', 'date', ['retireon', '报废日期', '到期日期']],
  ['content', 'text', ['content', '瓶内状态']],
  ['needsVacuum', 'flag', ['needsvacuum', '需抽真空']],
  ['qr', 'text', ['qr', '二维码']],
  ['epc', 'text', ['epc', '电子标签', 'rfid']],
]

const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s()[\]_\-/.]/g, '')

const byName = new Map<string, Column>(
  table.flatMap(([field, reading, names]) =>
    names.map((name) => [name, { field, reading }] as const),
  ),
)

export type Header =
  | {
      readonly ok: true
      readonly columns: readonly (Column | null)[]
      readonly ignored: readonly string[]
    }
  | { readonly ok: false; readonly field: string; readonly detail: Said }

const REQUIRED = ['code', 'model'] as const

/** Which column is which field; columns that we do not know are ignored and named in the report. */
export const readHeader = (names: readonly string[]): Header => {
  const columns = names.map((name) => byName.get(plain(name)) ?? null)
  const fields = columns.flatMap((column) => (column === null ? [] : [column.field]))
  const twice = fields.find((field, index) => fields.indexOf(field) !== index)
  if (twice !== undefined) {
    return {
      ok: false,
      field: twice,
      detail: { zh: `有两列都是 ${twice}`, en: `two columns give ${twice}` },
    }
  }
  const missing = REQUIRED.find((field) => !fields.includes(field))
  if (missing !== undefined) {
    const known = table.find(([field]) => field === missing)?.[2].join(', ') ?? ''
    return {
      ok: false,
      field: missing,
      detail: {
        zh: `首行须有列 ${missing}（可写作：${known}）`,
        en: `the first line must name the column ${missing} (one of: ${known})`,
      },
    }
  }
  const ignored = names.filter((name, index) => columns[index] === null && name.trim() !== '')
  return { ok: true, columns, ignored }
}
