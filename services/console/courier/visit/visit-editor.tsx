import { Alert, Button, Popconfirm } from 'antd'
import type { ReactNode } from 'react'
import { courierTexts } from '#console/courier/texts.ts'
import type { Outgoing } from '#console/courier/keep/phone-store.ts'
import { shellTexts } from '#console/shell/texts.ts'
import type { MyStops, Stop } from '#schemas/api/stop.ts'
import { CheckSection } from './check-section.tsx'
import { DeliveredSection } from './delivered-section.tsx'
import { FailButton } from './fail-button.tsx'
import { IdentitySection } from './identity-section.tsx'
import { InstallSection } from './install-section.tsx'
import { PhotoRow } from './photo-row.tsx'
import { ReturnedSection } from './returned-section.tsx'
import { SignSection } from './sign-section.tsx'
import { useDraft } from './use-draft.ts'
import { useTelling } from './use-telling.ts'
import { isUnsafe, missing, type VisitForm } from './visit-form.ts'
import { dueFen } from './visit-money.ts'
import styles from './visit.module.css'

const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={styles['section']}>
    <h2>{title}</h2>
    {children}
  </section>
)

/** The end of a visit: delivered, or not because the home is not safe, or not for another reason. */
const Finish = ({
  stop,
  van,
  form,
  refused,
}: {
  readonly stop: Stop
  readonly van: MyStops['van']
  readonly form: VisitForm
  readonly refused: Outgoing | undefined
}) => {
  const say = courierTexts.useTexts()
  const common = shellTexts.useTexts()
  const telling = useTelling(stop, van, refused)
  const needs = missing(form, stop.order)
  if (isUnsafe(form)) {
    return (
      <>
        <Alert type="error" showIcon title={say('unsafe')} description={say('unsafeHint')} />
        <Popconfirm
          title={say('unsafeTell')}
          description={say('unsafeConfirm')}
          okText={common('confirm')}
          cancelText={common('cancel')}
          onConfirm={() => void telling.unsafe(form)}
        >
          <Button danger type="primary" size="large" block>
            {say('unsafeTell')}
          </Button>
        </Popconfirm>
        <FailButton onFail={(why) => telling.failed(form, why)} />
      </>
    )
  }
  return (
    <>
      {needs.length > 0 && (
        <p className={styles['quiet']} id="needs">
          {say('needs', { list: needs.map((need) => say(need)).join(say('comma')) })}
        </p>
      )}
      <Button
        type="primary"
        size="large"
        block
        disabled={needs.length > 0}
        aria-describedby={needs.length > 0 ? 'needs' : undefined}
        onClick={() => void telling.delivered(form)}
      >
        {say('finish')}
      </Button>
      <FailButton onFail={(why) => telling.failed(form, why)} />
    </>
  )
}

/** Everything that is done at a door, from the bell to the signature. */
export const VisitEditor = ({
  stop,
  van,
  refused,
}: {
  readonly stop: Stop
  readonly van: MyStops['van']
  readonly refused: Outgoing | undefined
}) => {
  const say = courierTexts.useTexts()
  const { form, change } = useDraft(stop, refused)
  if (form === null) return null
  const { order, customer, prefill } = stop
  const { customerId } = order
  return (
    <>
      <Section title={say('identity')}>
        <IdentitySection
          customer={customer}
          identity={form.identity}
          onChange={(identity) => change({ identity })}
        />
      </Section>
      {order.premisesId !== null && (
        <Section title={say('check')}>
          <CheckSection
            items={form.items}
            checked={form.checked}
            last={prefill.check}
            customerId={customerId}
            onChange={change}
          />
        </Section>
      )}
      <Section title={say('delivered')}>
        <DeliveredSection
          delivered={form.delivered}
          van={van}
          onChange={(delivered) => change({ delivered })}
        />
      </Section>
      <Section title={say('returned')}>
        <ReturnedSection
          form={form}
          atCustomer={prefill.atCustomer}
          customerId={customerId}
          onChange={change}
        />
      </Section>
      <Section title={say('installation')}>
        <InstallSection
          form={form}
          dueFen={dueFen(order, form.delivered, van)}
          knowsManual={prefill.manualVersion !== null}
          onChange={change}
        />
      </Section>
      <Section title={say('photos')}>
        <PhotoRow
          label={say('takePhoto')}
          photos={form.photos}
          customerId={customerId}
          onChange={(photos) => change({ photos })}
        />
      </Section>
      <Section title={say('signature')}>
        <SignSection
          sign={form.sign}
          orderId={order.id}
          customerId={customerId}
          onSign={(sign) => change({ sign })}
        />
      </Section>
      <section className={styles['section']}>
        <Finish stop={stop} van={van} form={form} refused={refused} />
      </section>
    </>
  )
}
