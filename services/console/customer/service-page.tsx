import { useQuery } from '@tanstack/react-query'
import { App } from 'antd'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import type { Me } from '#schemas/api/account.ts'
import { type Area, type Case, CaseCard } from './case-card.tsx'
import styles from './customer.module.css'
import { customerTexts } from './texts.ts'
import { useMe } from './use-me.ts'

const topics = {
  repairs: [
    'repair.bad-flame',
    'repair.cylinder',
    'repair.valve',
    'repair.regulator',
    'repair.hose',
    'repair.stove',
    'repair.water-heater',
    'repair.alarm',
    'repair.other',
  ],
  complaints: [
    'topic.delivery',
    'topic.attitude',
    'topic.filling',
    'topic.gas-quality',
    'topic.residual',
    'topic.cylinder',
    'topic.price',
    'topic.repair',
    'topic.safety',
    'topic.privacy',
    'topic.other',
  ],
} as const

/** A repair comes to a home; a complaint need not be about one. */
const NewCase = ({ area, me }: { readonly area: Area; readonly me: Me }) => {
  const say = customerTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const homes = me.premises.filter(({ closedAt }) => closedAt === null)
  const first = homes[0]
  const open = async ({ topic, text, premisesId, kind }: FormValues): Promise<void> => {
    await send('POST', `/v1/${area}`, {
      channel: 'app',
      topic,
      text,
      ...(kind === undefined ? {} : { kind }),
      ...(premisesId === undefined ? {} : { premisesId }),
    })
    void message.success(say('sent'))
  }
  return (
    <FormButton
      block
      size="large"
      type={area === 'repairs' ? 'primary' : 'default'}
      label={say(area === 'repairs' ? 'askRepair' : 'complain')}
      fields={[
        ...(area === 'complaints'
          ? [
              {
                name: 'kind',
                label: say('kind'),
                kind: 'choice' as const,
                initial: 'complaint',
                options: (['complaint', 'message', 'letter'] as const).map((value) => ({
                  value,
                  label: say(`kind.${value}`),
                })),
              },
            ]
          : []),
        {
          name: 'topic',
          label: say('topic'),
          kind: 'choice',
          options: topics[area].map((key) => ({
            value: key.slice(key.indexOf('.') + 1),
            label: say(key),
          })),
        },
        ...(area === 'repairs' && first !== undefined
          ? [
              {
                name: 'premisesId',
                label: say('where'),
                kind: 'choice' as const,
                initial: first.id,
                options: homes.map(({ id, address }) => ({ value: id, label: address ?? id })),
              },
            ]
          : []),
        { name: 'text', label: say('text'), kind: 'area', maxLength: 4000 },
      ]}
      onSubmit={open}
    />
  )
}

const Cases = ({ area }: { readonly area: Area }) => {
  const say = customerTexts.useTexts()
  const cases = useQuery({
    queryKey: ['my', area],
    queryFn: ({ signal }) => get<Page<Case>>(`/v1/${area}?limit=50`, signal),
  })
  return (
    <>
      <h2>{say(area)}</h2>
      <Loaded query={cases}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles['quiet']}>
              {say(area === 'repairs' ? 'noRepairs' : 'noComplaints')}
            </p>
          ) : (
            <ul className={styles['list']}>
              {items.map((found) => (
                <CaseCard key={found.id} area={area} found={found} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  )
}

const ServicePage = () => {
  const say = customerTexts.useTexts()
  const me = useMe()
  return (
    <div className={styles['page']}>
      <h1>{say('service')}</h1>
      <Loaded query={me}>
        {(self) => (
          <>
            <NewCase area="repairs" me={self} />
            <NewCase area="complaints" me={self} />
          </>
        )}
      </Loaded>
      <Cases area="repairs" />
      <Cases area="complaints" />
    </div>
  )
}

export default ServicePage
