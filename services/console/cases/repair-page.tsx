import { useParams } from '@tanstack/react-router'
import { CasePage } from './case-page.tsx'
import { repairSteps } from './repair-steps.ts'

const RepairPage = () => {
  const { repair: id = '' }: { readonly repair?: string } = useParams({ strict: false })
  return <CasePage area="repairs" id={id} steps={repairSteps} />
}

export default RepairPage
