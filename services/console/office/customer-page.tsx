import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Card } from 'antd'
import { shownDay, shownInstant } from '#console/i18n/format.ts'
import { NewCaseButton } from '#console/cases/new-case-button.tsx'
import { get } from '#console/net/call.ts'
import { CallBackButton } from '#console/quality/call-back-button.tsx'
import { Facts } from '#console/parts/facts.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { Region } from '#console/parts/region.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import type { Customer } from './customer.ts'
import { CustomerContracts } from './customer-contracts.tsx'
import { CustomerOrders } from './customer-orders.tsx'
import { CustomerPremises } from './customer-premises.tsx'
import { IdentityTag } from './customers-page.tsx'
import { NewOrderButton } from './new-order-button.tsx'
import { RevealButton } from './reveal-button.tsx'
import { VerifyButton } from './verify-button.tsx'
import styles from './customers-page.module.css'
import { officeTexts } from './texts.ts'

const CustomerFacts = ({ customer }: { readonly customer: Customer }) => {
  const say = officeTexts.useTexts()
  const { identity, paper } = customer
  return (
    <Facts
      rows={[
        [say('customerKind'), say(customer.kind === 'unit' ? 'kind.unit' : 'kind.resident')],
        [say('phone'), customer.phone],
        ...(customer.kind === 'unit' ? ([[say('uscc'), customer.uscc]] as const) : []),
        ...(paper === null
          ? []
          : ([[say('paperNumber'), paper.number ?? say('notTaken')]] as const)),
        [say('identity'), <IdentityTag key="identity" state={identity.state} />],
        [say('verifiedOn'), identity.verifiedOn === null ? null : shownDay(identity.verifiedOn)],
        [say('reverifyOn'), identity.reverifyOn === null ? null : shownDay(identity.reverifyOn)],
        [say('region'), <Region key="region" code={customer.region} />],
        [
          say('lastSupplied'),
          customer.lastSuppliedOn === null ? null : shownDay(customer.lastSuppliedOn),
        ],
        [say('since'), shownInstant(customer.createdAt)],
      ]}
    />
  )
}

/** One customer: starred out, shown for a reason; premises, contracts, orders. */
const CustomerPage = () => {
  const say = officeTexts.useTexts()
  const { customer: id = '' }: { readonly customer?: string } = useParams({ strict: false })
  const asked = useQuery({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => get<Customer>(`/v1/customers/${id}`, signal),
  })
  return (
    <Loaded query={asked}>
      {(customer) => (
        <>
          <Link to="/office/customers" className={`${styles['back']} no-print`}>
            {say('backToCustomers')}
          </Link>
          <PageHead
            title={customer.name ?? say(customer.erasedAt === null ? 'unnamed' : 'erased')}
            hint={say('customerHint')}
          >
            {customer.erasedAt === null && (
              <>
                <NewOrderButton customer={customer} />
                <NewCaseButton area="repairs" customerId={customer.id} />
                <NewCaseButton area="complaints" customerId={customer.id} />
                <CallBackButton customerId={customer.id} name={customer.name ?? say('unnamed')} />
                <VerifyButton customer={customer} />
              </>
            )}
          </PageHead>
          <div className={styles['parts']}>
            {customer.erasedAt !== null && <Alert type="info" showIcon title={say('erasedHint')} />}
            <Card title={say('customerFacts')} size="small">
              <CustomerFacts customer={customer} />
              {customer.erasedAt === null && <RevealButton customer={customer} />}
            </Card>
            <CustomerPremises customer={customer} />
            <CustomerContracts customer={customer} />
            <CustomerOrders customer={customer} />
          </div>
        </>
      )}
    </Loaded>
  )
}

export default CustomerPage
