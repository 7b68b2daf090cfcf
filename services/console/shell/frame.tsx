import { Outlet } from '@tanstack/react-router'
import { App as AntApp } from 'antd'
import type { ReactNode } from 'react'

/** Messages and dialogs for what is inside; the log-in page does without, and without their weight. */
export const Frame = ({ children = <Outlet /> }: { readonly children?: ReactNode }) => (
  <AntApp component={false}>{children}</AntApp>
)
