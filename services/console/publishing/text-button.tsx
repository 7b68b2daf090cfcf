import { PlusOutlined } from '@ant-design/icons'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { LANGUAGES, languageOf, TOPICS } from './public-text.ts'
import { publishingTexts } from './texts.ts'

/** 撰写文本: a draft, in Chinese or as a translation of the reviewed Chinese text. */
export const TextButton = ({ enterpriseId }: { readonly enterpriseId: string }) => {
  const say = publishingTexts.useTexts()
  const send = useSend()
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('writeText')}
      consequence={say('writeTextHint')}
      fields={[
        {
          name: 'topic',
          label: say('topic'),
          kind: 'choice',
          options: TOPICS.map((value) => ({ value, label: say(`topic.${value}`) })),
        },
        {
          name: 'lang',
          label: say('language'),
          kind: 'choice',
          initial: 'zh',
          options: LANGUAGES.map((value) => ({
            value,
            label: `${say(`lang.${value}`)} · ${languageOf(value).name}`,
          })),
        },
        { name: 'body', label: say('body'), kind: 'area', maxLength: 4000 },
      ]}
      onSubmit={(values) => send('POST', '/v1/public-texts', { enterpriseId, ...values })}
    />
  )
}
