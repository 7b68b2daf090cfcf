import { useQuery } from '@tanstack/react-query'
import { Space } from 'antd'
import { useSession } from '#console/net/session.ts'
import { get, query } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { uploadPicture } from '#console/net/upload-picture.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormOption } from '#console/parts/form-field.tsx'
import type { Area, CaseDetail } from './case-types.ts'
import type { CaseStep, CaseWord } from './step.ts'
import { caseTexts } from './texts.ts'

type Policy = { readonly id: string; readonly policyNo: string; readonly state: string }

/** Policies of the company, where an emergency may have to be told to its insurer. */
const usePolicies = (enterpriseId: string, may: boolean): readonly FormOption[] =>
  useQuery({
    enabled: may,
    queryKey: ['policies', enterpriseId],
    queryFn: ({ signal }) =>
      get<Page<Policy>>(`/v1/insurance-policies${query({ enterpriseId, limit: 100 })}`, signal),
  }).data?.items.map(({ id, policyNo }) => ({ value: id, label: policyNo })) ?? []

/** What may be done with a case as it stands; the usual next step first. */
export const CaseSteps = ({
  area,
  found,
  steps,
  workers,
}: {
  readonly area: Area
  readonly found: CaseDetail
  readonly steps: readonly CaseStep[]
  readonly workers: readonly FormOption[]
}) => {
  const say = caseTexts.useTexts()
  const send = useSend()
  const { enterpriseId } = found
  const role = useSession()?.role
  const isOffice = role === 'office' || role === 'admin'
  const policies = usePolicies(enterpriseId, isOffice && area === 'incidents')
  const signature = uploadPicture({ kind: 'signature', enterpriseId })
  const possible = steps.filter(
    ({ when, officeOnly }) => when(found) && (isOffice || officeOnly !== true),
  )
  const first = possible.find(({ main }) => main === true)
  return (
    <Space wrap className="no-print">
      {possible.map((step) => (
        <FormButton
          key={step.type}
          type={step === first ? 'primary' : 'default'}
          danger={step.danger === true}
          label={say(`step.${step.type}` as CaseWord)}
          consequence={step.consequence === undefined ? undefined : say(step.consequence)}
          fields={step.fields({ say, found, workers, policies, signature })}
          onSubmit={(values) =>
            send('POST', `/v1/${area}/${found.id}/steps`, {
              type: step.type,
              ...(step.bodyOf?.(values) ?? values),
            })
          }
        />
      ))}
    </Space>
  )
}
