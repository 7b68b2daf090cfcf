import QRCode from 'qrcode'
import { principalOf, scopeOf, STAFF } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { problem } from '#api/problem.ts'
import { cylinderParams as params } from '#schemas/api/cylinder.ts'

/** Level Q survives a quarter of the modules scratched away; four modules of quiet zone as ISO/IEC 18004 asks. */
const OPTIONS = { errorCorrectionLevel: 'Q', margin: 4 } as const
const PNG_WIDTH_PX = 600

/** The QR label of a cylinder: a resident's phone opens the public page, a scanner of ours reads the same URL. */
export const labelRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  const payload = async (request: Parameters<typeof principalOf>[0], code: string) => {
    const row = await deps.queries.cylinders.byCode(scopeOf(principalOf(request)), code)
    if (row === null) throw problem('NOT_FOUND')
    return `${deps.config.publicUrl}/t/${row.code}`
  }

  app.get(
    '/v1/cylinders/:code/label.svg',
    { config: { access: STAFF }, schema: { params } },
    async (request, reply) => {
      const text = await payload(request, request.params.code)
      const svg = await QRCode.toString(text, { ...OPTIONS, type: 'svg' })
      return reply.type('image/svg+xml').send(svg)
    },
  )

  app.get(
    '/v1/cylinders/:code/label.png',
    { config: { access: STAFF }, schema: { params } },
    async (request, reply) => {
      const text = await payload(request, request.params.code)
      const png = await QRCode.toBuffer(text, { ...OPTIONS, type: 'png', width: PNG_WIDTH_PX })
      return reply.type('image/png').send(png)
    },
  )
}
