import { GlobalOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { chooseLanguage } from '#console/i18n/language.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { shellTexts } from './texts.ts'

/** Says the other language in its own words. */
export const LanguageButton = ({ dark = false }: { readonly dark?: boolean }) => {
  const say = shellTexts.useTexts()
  const language = useLanguage()
  return (
    <Button
      type="text"
      icon={<GlobalOutlined />}
      lang={language === 'zh' ? 'en' : 'zh-CN'}
      {...(dark ? { style: { color: '#fff' } } : {})}
      onClick={() => chooseLanguage(language === 'zh' ? 'en' : 'zh')}
    >
      {say('language')}
    </Button>
  )
}
