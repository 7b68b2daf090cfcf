import { Button, Popconfirm, Tag } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import { shownInstant } from '#console/i18n/format.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { shellTexts } from '#console/shell/texts.ts'
import styles from './cylinder-tags.module.css'
import { officeTexts } from './texts.ts'

const schemeNames = { code: 'scheme.code', qr: 'qr', epc: 'epc' } as const

const isScheme = (scheme: string): scheme is keyof typeof schemeNames =>
  Object.hasOwn(schemeNames, scheme)

/** 标签绑定: what scanners read of it, now and before. */
export const CylinderTags = ({
  cylinder,
  mayBind,
  mayRelease,
}: {
  readonly cylinder: CylinderView
  readonly mayBind: boolean
  readonly mayRelease: boolean
}) => {
  const say = officeTexts.useTexts()
  const common = shellTexts.useTexts()
  const send = useSend()
  const [error, setError] = useState<unknown>(null)
  const tags = (cylinder.tags ?? []).filter(({ scheme }) => scheme !== 'code')
  if (tags.length === 0 && !mayBind) return null
  const release = async (scheme: string, value: string): Promise<void> => {
    setError(null)
    await send('POST', `/v1/cylinders/${cylinder.code}/tags/release`, { scheme, value }).catch(
      setError,
    )
  }
  return (
    <div className={styles['tags']}>
      <h3>{say('tags')}</h3>
      <ul>
        {tags.map(({ scheme, value, from, until }) => (
          <li key={`${scheme} ${value} ${from ?? ''}`}>
            <Tag>{isScheme(scheme) ? say(schemeNames[scheme]) : scheme}</Tag>
            <span className={styles['value']}>{value}</span>
            {typeof until === 'string' ? (
              <span className={styles['past']}>
                {say('tagUntil', { until: shownInstant(until) })}
              </span>
            ) : (
              mayRelease && (
                <Popconfirm
                  title={say('releaseTagHint')}
                  okText={say('releaseTag')}
                  cancelText={common('cancel')}
                  onConfirm={() => void release(scheme, value)}
                >
                  <Button size="small">{say('releaseTag')}</Button>
                </Popconfirm>
              )
            )}
          </li>
        ))}
      </ul>
      {mayBind && (
        <FormButton
          icon={<PlusOutlined />}
          label={say('bindTag')}
          fields={[
            {
              name: 'scheme',
              label: say('tagKind'),
              kind: 'choice',
              initial: 'qr',
              options: [
                { value: 'qr', label: say('qr') },
                { value: 'epc', label: say('epc') },
              ],
            },
            {
              name: 'value',
              label: say('tagValue'),
              kind: 'text',
              maxLength: 256,
              hint: say('tagValueHint'),
            },
          ]}
          onSubmit={(values) => send('POST', `/v1/cylinders/${cylinder.code}/tags`, values)}
        />
      )}
      <ProblemAlert error={error} />
    </div>
  )
}
