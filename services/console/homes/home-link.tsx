import { Link } from '@tanstack/react-router'
import styles from './homes.module.css'
import { homeTexts } from './texts.ts'

/** Whose home it is, starred out, with the way to its archive. */
export const HomeLink = ({
  row: { customerId, premisesId, customer },
}: {
  readonly row: {
    readonly customerId: string
    readonly premisesId: string
    readonly customer: { readonly name: string | null; readonly phone: string | null }
  }
}) => {
  const say = homeTexts.useTexts()
  return (
    <span className={styles['line']}>
      <Link to={`/office/customers/${customerId}/homes/${premisesId}`}>
        {customer.name ?? say('unnamed')}
      </Link>
      <span className={`${styles['quiet']} numbers`}>{customer.phone}</span>
    </span>
  )
}
