import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Card, Empty, Flex, Tag } from 'antd'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { SupplyButtons } from '#console/homes/supply-buttons.tsx'
import type { Customer, Premises } from './customer.ts'
import styles from './customers-page.module.css'
import { Region } from '#console/parts/region.tsx'
import { officeTexts } from './texts.ts'

const CLASSES = ['urban', 'rural', 'unit'] as const
const PLACES = ['indoors', 'outdoors', 'gas-store'] as const
const ROOMS = [
  'kitchen',
  'balcony',
  'yard',
  'dining-hall',
  'commercial-kitchen',
  'workshop',
  'gas-store',
  'bedroom',
  'basement',
  'other',
] as const
const VENTILATIONS = ['window', 'mechanical', 'open-air', 'none', 'unknown'] as const
const SECOND = ['none', 'pipe', 'biogas', 'electric-only', 'solid-fuel', 'unknown'] as const

const useFields = (customer: Customer): readonly FormField[] => {
  const say = officeTexts.useTexts()
  const choice = <T extends string>(
    name: string,
    label: string,
    values: readonly T[],
    named: (value: T) => string,
  ): FormField => ({
    name,
    label,
    kind: 'choice',
    ...(values[0] === undefined ? {} : { initial: values[0] }),
    options: values.map((value) => ({ value, label: named(value) })),
  })
  return [
    { name: 'address', label: say('address'), kind: 'area', maxLength: 300 },
    {
      name: 'region',
      label: say('region'),
      kind: 'text',
      maxLength: 6,
      initial: customer.region,
      hint: say('regionHint'),
    },
    choice(
      'class',
      say('premisesClass'),
      customer.kind === 'unit' ? CLASSES.toReversed() : CLASSES,
      (value) => say(`class.${value}`),
    ),
    choice('place', say('place'), PLACES, (value) => say(`place.${value}`)),
    choice('roomUse', say('roomUse'), ROOMS, (value) => say(`room.${value}`)),
    choice('ventilation', say('ventilation'), VENTILATIONS, (value) => say(`air.${value}`)),
    choice('secondGasSource', say('secondGas'), SECOND, (value) => say(`second.${value}`)),
    { name: 'inPipeArea', label: say('inPipeArea'), kind: 'flag', initial: false },
    { name: 'gasAlarm', label: say('gasAlarm'), kind: 'flag', initial: false },
    { name: 'floor', label: say('floor'), kind: 'whole', optional: true },
  ]
}

/** 用气场所: where the cylinders of a customer stand. */
export const CustomerPremises = ({ customer }: { readonly customer: Customer }) => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const fields = useFields(customer)
  const path = `/v1/customers/${customer.id}/premises`
  const asked = useQuery({
    queryKey: ['premises', customer.id],
    queryFn: ({ signal }) => get<Page<Premises>>(path, signal),
  })
  return (
    <Card title={say('premises')} size="small">
      <Loaded query={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noPremises')} />
          ) : (
            <ul className={styles['list']}>
              {items.map((home) => (
                <li key={home.id}>
                  <Flex gap="small" wrap>
                    <strong>{home.address ?? <Region code={home.region} />}</strong>
                    <Link to={`/office/customers/${customer.id}/homes/${home.id}`}>
                      {say('homeArchive')}
                    </Link>
                    {customer.erasedAt === null && home.closedAt === null && (
                      <SupplyButtons size="small" customerId={customer.id} premisesId={home.id} />
                    )}
                  </Flex>
                  <span className={styles['quiet']}>
                    {[
                      say(`class.${home.class}` as 'class.urban'),
                      say(`place.${home.place}` as 'place.indoors'),
                      say(`room.${home.roomUse}` as 'room.kitchen'),
                      say(`air.${home.ventilation}` as 'air.window'),
                      ...(home.floor === null ? [] : [say('floorNo', { n: home.floor })]),
                    ].join(' · ')}{' '}
                    {home.gasAlarm === true && <Tag color="success">{say('gasAlarm')}</Tag>}
                    {home.inPipeArea && <Tag color="warning">{say('inPipeArea')}</Tag>}
                    {home.closedAt !== null && <Tag>{say('closedPremises')}</Tag>}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {customer.erasedAt === null && (
        <FormButton
          icon={<PlusOutlined />}
          label={say('addPremises')}
          fields={fields}
          onSubmit={(values) => send('POST', path, values)}
        />
      )}
    </Card>
  )
}
