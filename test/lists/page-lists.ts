import { readFile } from 'node:fs/promises'

type Parameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: { readonly enum?: readonly string[]; readonly pattern?: string }
}
type Operation = {
  readonly parameters?: readonly Parameter[]
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>
  >
}
type Schema = { readonly properties?: Readonly<Record<string, unknown>> }

/** A list that is paged by cursor, as the OpenAPI document has it. */
export type PageList = {
  readonly path: string
  readonly paged: boolean
  readonly filters: readonly {
    readonly name: string
    readonly required: boolean
    /** Null where any text goes. */
    readonly values: readonly string[] | null
    /** A day, where others want an instant. */
    readonly isDay: boolean
  }[]
}

const document = new URL(
  import.meta
    .resolve('#test/lists/page-lists.ts')
    .replace(/test\/lists\/.*$/, 'schemas/generated/openapi.json'),
)

/** An instant has its time in the pattern, a day has not. */
const isDay = ({ pattern }: Parameter['schema']): boolean =>
  pattern !== undefined && !pattern.includes(')T(')

const listOf = (path: string, { parameters = [], responses }: Operation): PageList[] => {
  const shown = responses['200']?.content?.['application/json']?.schema?.properties
  if (shown === undefined || !('items' in shown) || !('next' in shown)) return []
  const filters = parameters.flatMap(({ name, in: where, required = false, schema }) =>
    where !== 'query' || name === 'limit' || name === 'cursor'
      ? []
      : [{ name, required, values: schema.enum ?? null, isDay: isDay(schema) }],
  )
  const names = parameters.map(({ name }) => name)
  return [{ path, paged: names.includes('limit') && names.includes('cursor'), filters }]
}

/** Every list of the API: a new one is among them as soon as the document is generated anew. */
export const pageLists = async (): Promise<readonly PageList[]> => {
  const { paths } = JSON.parse(await readFile(document, 'utf8')) as {
    paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  }
  return Object.entries(paths).flatMap(([path, { get }]) =>
    get === undefined ? [] : listOf(path, get),
  )
}
