import type { FastifyRequest } from 'fastify'
import QRCode from 'qrcode'
import { principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { labelPdf } from './label-pdf.ts'
import { labelSheet } from './label-sheet.ts'
import { labelZpl } from './label-zpl.ts'
import { problem } from '#api/problem.ts'
import { cylinderParams as params } from '#schemas/api/cylinder.ts'
import { labelSheetQuery, labelsQuery } from '#schemas/api/label.ts'
import type { CylinderRow } from '#store/queries/registry/cylinders.ts'

/** Level Q survives a quarter of the modules scratched away; four modules of quiet zone as ISO/IEC 18004 asks. */
const OPTIONS = { errorCorrectionLevel: 'Q', margin: 4 } as const
const PNG_WIDTH_PX = 600

type Label = { readonly url: string; readonly code: string; readonly model: string }

const formats = {
  svg: {
    type: 'image/svg+xml',
    draw: ({ url }: Label) => QRCode.toString(url, { ...OPTIONS, type: 'svg' }),
  },
  png: {
    type: 'image/png',
    draw: ({ url }: Label) =>
      QRCode.toBuffer(url, { ...OPTIONS, type: 'png', width: PNG_WIDTH_PX }),
  },
  pdf: {
    type: 'application/pdf',
    draw: async ({ url, code, model }: Label) => {
      const { modules } = QRCode.create(url, OPTIONS)
      const isDark = (row: number, column: number): boolean => modules.get(row, column) === 1
      return labelPdf({ size: modules.size, isDark }, code, model)
    },
  },
  zpl: {
    type: 'application/vnd.zebra.zpl; charset=utf-8',
    draw: async ({ url, code, model }: Label) => labelZpl(url, code, model),
  },
} as const

/** What the code of a label says: a resident's phone opens the public page, a scanner of ours reads the same URL. */
const urlOf = ({ config }: ApiDeps, { code }: CylinderRow): string =>
  `${config.publicUrl}/t/${code}`

const oneLabel = (deps: ApiDeps, app: ApiApp): void => {
  const labelOf = async (request: FastifyRequest, code: string): Promise<Label> => {
    const row = await deps.queries.cylinders.byCode(scopeOf(principalOf(request)), code)
    if (row === null) throw problem('NOT_FOUND')
    return { url: urlOf(deps, row), code: row.code, model: row.registry.facts?.model ?? '' }
  }

  for (const [name, { type, draw }] of Object.entries(formats)) {
    app.get(
      `/v1/cylinders/:code/label.${name}`,
      { config: { access: STAFF }, schema: { params } },
      async (request, reply) => {
        const label = await labelOf(request, request.params.code)
        return reply.type(type).send(await draw(label))
      },
    )
  }
}

const manyLabels = (deps: ApiDeps, app: ApiApp): void => {
  const rowsOf = async (
    request: FastifyRequest,
    codes: readonly string[],
  ): Promise<readonly CylinderRow[]> => {
    const scope = scopeOf(principalOf(request))
    const rows: CylinderRow[] = []
    for (const [i, code] of codes.entries()) {
      const row = await deps.queries.cylinders.byCode(scope, code)
      if (row === null) throw problem('NOT_FOUND', { path: `codes/${i}`, measured: code })
      rows.push(row)
    }
    return rows
  }

  app.get(
    '/v1/labels.pdf',
    { config: { access: STAFF }, schema: { querystring: labelSheetQuery } },
    async (request, reply) => {
      const { codes, layout } = request.query
      const rows = await rowsOf(request, codes)
      const names = new Map<string, string>()
      for (const id of new Set(rows.flatMap(({ ownerId }) => ownerId ?? []))) {
        const owner = await deps.queries.enterprises.byId({ kind: 'all' }, id)
        names.set(id, owner?.name ?? '')
      }
      const labels = rows.map((row) => ({
        code: row.code,
        model: row.registry.facts?.model ?? '',
        serialNo: row.registry.facts?.serialNo ?? '',
        owner: names.get(row.ownerId ?? '') ?? '',
        qr: QRCode.create(urlOf(deps, row), OPTIONS),
      }))
      return reply.type('application/pdf').send(await labelSheet(labels, layout))
    },
  )

  app.get(
    '/v1/labels.zpl',
    { config: { access: STAFF }, schema: { querystring: labelsQuery } },
    async (request, reply) => {
      const rows = await rowsOf(request, request.query.codes)
      const labels = rows.map((row) =>
        labelZpl(urlOf(deps, row), row.code, row.registry.facts?.model ?? ''),
      )
      return reply.type(formats.zpl.type).send(labels.join(''))
    },
  )
}

/** The QR label of a cylinder, and of many in one file. */
export const labelRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  oneLabel(deps, app)
  manyLabels(deps, app)
}
