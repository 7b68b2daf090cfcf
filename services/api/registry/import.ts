import { OFFICE, principalOf } from '#api/access.ts'
import type { ApiApp } from '#api/api-app.ts'
import type { ApiDeps } from '#api/api-deps.ts'
import { importCylinders } from './import-cylinders.ts'
import { ImportErrors } from './import-errors.ts'
import { MAX_FILE_BYTES, sendReport, takeFiles, textOf } from './import-file.ts'
import { keepClaim } from '#api/idempotency.ts'
import { personEvent } from '#api/person-event.ts'
import { factsOf, tagsOf } from './registration.ts'
import type { CylinderCreate } from '#schemas/api/cylinder.ts'
import { importReport } from '#schemas/api/cylinder.ts'

export const importRoutes = (deps: ApiDeps) => async (app: ApiApp) => {
  await takeFiles(app)

  app.post(
    '/v1/cylinders/import',
    {
      config: { access: OFFICE },
      bodyLimit: MAX_FILE_BYTES,
      schema: { consumes: ['text/csv', 'multipart/form-data'], response: { 200: importReport } },
    },
    async (request, reply) => {
      const principal = principalOf(request)
      const errors = new ImportErrors()
      const registrationOf = (row: CylinderCreate) => ({
        event: {
          ...personEvent(deps, request, 'cylinder.registered', factsOf(row)),
          id: deps.newId(),
        },
        tags: tagsOf(row),
      })
      try {
        const result = await importCylinders(await textOf(request), {
          principal,
          registrationOf,
          register: (rows) => deps.recorder.register(rows),
          errors,
          progressed: () => keepClaim(request, deps),
        })
        return await sendReport(request, reply, result, errors)
      } catch (error) {
        await errors.close()
        throw error
      }
    },
  )
}
