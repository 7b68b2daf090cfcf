import { Outlet } from '@tanstack/react-router'
import { App as AntApp, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import { useLanguage } from '#console/i18n/texts.ts'

const locales = { zh: zhCN, en: enUS } as const

/** Messages, dialogs and the words of calendars for what is inside; the log-in page does without, and without their weight. */
export const Frame = ({ children = <Outlet /> }: { readonly children?: ReactNode }) => {
  const language = useLanguage()
  return (
    <ConfigProvider locale={locales[language]}>
      <AntApp component={false}>{children}</AntApp>
    </ConfigProvider>
  )
}
