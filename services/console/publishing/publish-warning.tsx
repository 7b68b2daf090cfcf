import { PlusOutlined } from '@ant-design/icons'
import { App } from 'antd'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { useEnterprise } from '#console/parts/use-enterprise.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { publishingTexts } from './texts.ts'
import { KINDS, LEVELS } from './warning.ts'

/** The smallest area that holds all of them: province, city or county; nobody may be left out unnoticed. */
const commonArea = (sites: readonly { readonly region: string }[]): string => {
  const [first = '', ...others] = sites.map(({ region }) => region)
  const holds = (area: string): boolean => others.every((region) => region.startsWith(area))
  return [first, first.slice(0, 4), first.slice(0, 2)].find(holds) ?? ''
}

/** 发布预警: what, how bad, where, from when to when, and what people should do. */
export const PublishWarning = () => {
  const say = publishingTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const { id, fields } = useEnterprise()
  const { sites } = useNames()
  const area = commonArea(sites.filter((site) => site.enterpriseId === id))
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('publish')}
      title={say('publishWarning')}
      consequence={say('publishHint')}
      fields={[
        ...fields,
        {
          name: 'kind',
          label: say('warningKind'),
          kind: 'choice',
          initial: 'weather',
          options: KINDS.map((value) => ({ value, label: say(`warning.${value}`) })),
        },
        {
          name: 'level',
          label: say('level'),
          kind: 'choice',
          initial: 'blue',
          options: LEVELS.map((value) => ({ value, label: say(`level.${value}`) })),
        },
        {
          name: 'area',
          label: say('area'),
          kind: 'text',
          maxLength: 6,
          hint: say('areaHint'),
          ...(area === '' ? {} : { initial: area }),
        },
        { name: 'title', label: say('warningTitle'), kind: 'text', maxLength: 60 },
        { name: 'cause', label: say('cause'), kind: 'area' },
        { name: 'advice', label: say('advice'), kind: 'area', hint: say('adviceHint') },
        {
          name: 'startsAt',
          label: say('startsAt'),
          kind: 'instant',
          optional: true,
          hint: say('nowHint'),
        },
        {
          name: 'endsAt',
          label: say('endsAt'),
          kind: 'instant',
          optional: true,
          hint: say('endsHint'),
        },
        { name: 'important', label: say('important'), kind: 'flag', hint: say('importantHint') },
      ]}
      onSubmit={async ({ startsAt, important, ...values }) => {
        await send('POST', '/v1/supply-warnings', {
          ...values,
          startsAt: startsAt ?? new Date().toISOString(),
          important: important === true,
        })
        void message.success(say('published'))
      }}
    />
  )
}
