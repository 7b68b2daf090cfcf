import { useParams } from '@tanstack/react-router'
import { CasePage } from './case-page.tsx'
import { complaintSteps } from './complaint-steps.ts'

const ComplaintPage = () => {
  const { complaint: id = '' }: { readonly complaint?: string } = useParams({ strict: false })
  return <CasePage area="complaints" id={id} steps={complaintSteps} />
}

export default ComplaintPage
