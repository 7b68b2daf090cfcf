import { Link } from '@tanstack/react-router'

/** A customer's file by the starred name and number. */
export const CustomerLink = ({
  id,
  customer,
  unnamed,
}: {
  readonly id: string
  readonly customer: { readonly name: string | null; readonly phone: string | null }
  /** What stands for whom was erased. */
  readonly unnamed: string
}) => (
  <Link to={`/office/customers/${id}`}>
    {[customer.name, customer.phone].filter((part) => part !== null).join(' ') || unnamed}
  </Link>
)
