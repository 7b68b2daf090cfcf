import type { UseQueryResult } from '@tanstack/react-query'
import { Button, Result, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { isOffline, RequestFailed } from '#console/net/problem.ts'
import { shellTexts } from '#console/shell/texts.ts'

type Asked = Pick<UseQueryResult, 'error' | 'isPending' | 'refetch'>

/** Why it could not be loaded, and a way to try again. */
export const LoadFailure = ({ error, refetch }: Pick<Asked, 'error' | 'refetch'>) => {
  const say = shellTexts.useTexts()
  const code = error instanceof RequestFailed ? error.code : String(error)
  const hint = isOffline(error) ? say('offlineHint') : say('loadFailedHint', { code })
  return (
    <Result
      status={code === 'NOT_FOUND' ? '404' : 'warning'}
      title={isOffline(error) ? say('offline') : say('loadFailed')}
      subTitle={
        error instanceof RequestFailed && error.problem !== null
          ? `${error.message} · ${hint}`
          : hint
      }
      extra={<Button onClick={() => void refetch()}>{say('retry')}</Button>}
    />
  )
}

/** A query as a page shows it: a shape while it loads, a reason when it failed, else its data. */
export const Loaded = <T,>({
  query,
  children,
}: {
  readonly query: Asked & { readonly data: T | undefined }
  readonly children: (data: T) => ReactNode
}) => {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error !== null) return <LoadFailure error={query.error} refetch={query.refetch} />
  return <Skeleton active paragraph={{ rows: 6 }} />
}
