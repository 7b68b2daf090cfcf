import type { FastifyRequest } from 'fastify'
import QRCode from 'qrcode'
import { principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { labelPdf } from './label-pdf.ts'
import { labelZpl } from './label-zpl.ts'
import { problem } from '#api/problem.ts'
import { cylinderParams as params } from '#schemas/api/cylinder.ts'

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

/** The QR label of a cylinder: a resident's phone opens the public page, a scanner of ours reads the same URL. */
export const labelRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const labelOf = async (request: FastifyRequest, code: string): Promise<Label> => {
    const row = await deps.queries.cylinders.byCode(scopeOf(principalOf(request)), code)
    if (row === null) throw problem('NOT_FOUND')
    const url = `${deps.config.publicUrl}/t/${row.code}`
    return { url, code: row.code, model: row.registry.facts?.model ?? '' }
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
