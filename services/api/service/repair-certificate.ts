import type { ApiDeps } from '#api/api-deps.ts'
import { dayOf } from '#domain/calendar.ts'
import { addressField } from '#domain/identity/address.ts'
import { maskAddress } from '#domain/identity/mask.ts'
import type { RepairCertificate } from '#domain/service/repair-command.ts'
import type { Repair } from '#domain/service/repair.ts'
import { epochMs } from '#domain/units.ts'
import type { CaseRow } from '#store/queries/service/case-rows.ts'

type Signatures = { readonly inspector: string | null; readonly installer: string | null }

/**
 * 合格证 as R003-9.2.7 a–g asks for it: firm, user and address, brand and model, tests with results, who installed and who inspected
 * with their signatures, date, phone. Name and address are starred out; the printed one takes them through a reveal. null = the job
 * has none.
 */
export const certificateView = async (
  { queries }: ApiDeps,
  row: CaseRow<Repair>,
): Promise<
  | (Record<string, unknown> & {
      tests: { item: string; passed: boolean }[]
      no: string
      firm: string
      brand: string
      model: string
      date: string
    })
  | null
> => {
  const entries = await queries.cases.entries(row, 'none')
  const done = entries.findLast(({ type }) => type === 'complete')
  const certificate = done?.body['certificate'] as RepairCertificate | null | undefined
  if (done === undefined || certificate === null || certificate === undefined) return null
  const { personId, premisesId, enterpriseId, state } = row
  const addressOf = premisesId === null ? 'address' : addressField(premisesId)
  const [people, firm] = await Promise.all([
    queries.people.masked([personId], ['name', 'unitName', 'phone', addressOf]),
    queries.enterprises.byId({ kind: 'all' }, enterpriseId),
  ])
  const person = people.get(personId) ?? {}
  const signatures = done.body['certificateSignatures'] as Signatures | undefined
  return {
    no: certificate.no,
    firm: firm?.name ?? enterpriseId,
    user: person['unitName'] ?? person['name'] ?? null,
    address: maskedAddress(person[addressOf]),
    brand: certificate.brand,
    model: certificate.model,
    tests: certificate.tests.map((one) => ({ ...one })),
    installerId: row.handlerId,
    inspectorId: certificate.inspectorId,
    signatures: { user: done.body['signature'] ?? null, ...signatures },
    date: dayOf(epochMs(done.at)),
    phone: certificate.phone,
    warranty: state.warranty,
  }
}

const maskedAddress = (text: string | undefined): string | null =>
  text === undefined ? null : text.endsWith('***') ? text : maskAddress(text)
