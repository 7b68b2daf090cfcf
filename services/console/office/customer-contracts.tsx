import { useQuery } from '@tanstack/react-query'
import { Card, Tag } from 'antd'
import type { z } from 'zod'
import type { contract } from '#schemas/api/contract.ts'
import { shownDay, shownList } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { ContractButton } from './contract-button.tsx'
import type { Customer } from './customer.ts'
import styles from './customers-page.module.css'
import { officeTexts } from './texts.ts'

type Contract = z.infer<typeof contract>

/** 供用气合同: what is in force, and what the law misses in it. */
export const CustomerContracts = ({ customer }: { readonly customer: Customer }) => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const asked = useQuery({
    queryKey: ['contracts', customer.id],
    queryFn: ({ signal }) =>
      get<Page<Contract>>(`/v1/contracts?limit=50&customerId=${customer.id}`, signal),
  })
  return (
    <Card title={say('contracts')} size="small">
      <Loaded query={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles['none']}>{say('noContract')}</p>
          ) : (
            <ul className={styles['list']}>
              {items.map((one) => (
                <li key={one.id}>
                  <div className={styles['row']}>
                    <strong>
                      {one.no}{' '}
                      <Tag color={one.inForce ? 'success' : 'default'}>
                        {say(one.inForce ? 'inForce' : 'notInForce')}
                      </Tag>
                    </strong>
                    {one.inForce && (
                      <FormButton
                        danger
                        size="small"
                        label={say('endContract')}
                        consequence={say('endContractHint')}
                        fields={[
                          { name: 'endedOn', label: say('endedOn'), kind: 'day' },
                          { name: 'reason', label: say('reason'), kind: 'area' },
                        ]}
                        onSubmit={(values) => send('POST', `/v1/contracts/${one.id}/end`, values)}
                      />
                    )}
                  </div>
                  <span className={styles['quiet']}>
                    {shownDay(one.validFrom)} –{' '}
                    {one.validUntil === null ? say('untilEnded') : shownDay(one.validUntil)}
                    {one.endReason !== null && ` · ${one.endReason}`}
                  </span>
                  {one.missingTerms.length > 0 && (
                    <span>
                      <Tag color="warning">{say('missingTerms')}</Tag>{' '}
                      {shownList(
                        one.missingTerms.map((term) => say(`term.${term}` as 'term.gas-quality')),
                      )}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {customer.erasedAt === null && <ContractButton customer={customer} />}
    </Card>
  )
}
