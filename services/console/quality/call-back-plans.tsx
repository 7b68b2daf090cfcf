import { PlusOutlined } from '@ant-design/icons'
import { Card, Empty } from 'antd'
import type { z } from 'zod'
import type { callBackPlan } from '#schemas/api/call-back.ts'
import { shownDay, shownShare } from '#console/i18n/format.ts'
import { usePages } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { Facts } from '#console/parts/facts.tsx'
import { FormButton } from '#console/parts/form-button.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { useEnterprise } from '#console/parts/use-enterprise.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { workWords } from '#console/parts/work-words.ts'
import styles from './quality.module.css'
import { qualityTexts } from './texts.ts'

type Plan = z.infer<typeof callBackPlan>

const PERMILLE_A_PERCENT = 10

const NewPlan = ({ year }: { readonly year: number }) => {
  const say = qualityTexts.useTexts()
  const send = useSend()
  const { fields } = useEnterprise()
  return (
    <FormButton
      type="primary"
      size="small"
      icon={<PlusOutlined />}
      label={say('newPlan')}
      consequence={say('newPlanHint')}
      fields={[
        ...fields,
        { name: 'year', label: say('year'), kind: 'whole', initial: year },
        { name: 'percent', label: say('share'), kind: 'number', initial: 100 },
        { name: 'everyMonths', label: say('everyMonths'), kind: 'whole', initial: 12 },
        { name: 'validFrom', label: say('validFrom'), kind: 'day' },
        { name: 'outline', label: say('outline'), kind: 'area', maxLength: 4000 },
        { name: 'assessment', label: say('assessment'), kind: 'area', maxLength: 2000 },
      ]}
      onSubmit={({ percent, ...values }) =>
        send('POST', '/v1/call-back-plans', {
          ...values,
          sharePermille: Math.round(Number(percent) * PERMILLE_A_PERCENT),
        })
      }
    />
  )
}

/** 回访计划: outline, share and interval, by the day from which they hold. */
export const CallBackPlans = ({ year }: { readonly year: number }) => {
  const say = qualityTexts.useTexts()
  const word = workWords.useTexts()
  const names = useNames()
  const list = usePages<Plan>('/v1/call-back-plans')
  const own = list.rows.filter((plan) => plan.year === year)
  const mayPlan = useSession()?.role !== 'regulator'
  return (
    <Card size="small" title={say('plans')} extra={mayPlan && <NewPlan year={year} />}>
      <Loaded query={list}>
        {() =>
          own.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noPlans')}>
              {say('noPlansHint')}
            </Empty>
          ) : (
            <div className={styles['parts']}>
              {own.map((plan) => (
                <Facts
                  key={plan.id}
                  rows={[
                    [word('enterprise'), names.enterprise(plan.enterpriseId)],
                    [say('validFrom'), shownDay(plan.validFrom)],
                    [say('share'), shownShare(plan.sharePermille / 1000)],
                    [say('everyMonths'), say('every', { n: plan.everyMonths })],
                    [say('outline'), plan.outline],
                    [say('assessment'), plan.assessment],
                  ]}
                />
              ))}
            </div>
          )
        }
      </Loaded>
    </Card>
  )
}
