import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import { useEffect } from 'react'
import { isOffline } from '#console/net/problem.ts'
import { useSession } from '#console/net/session.ts'
import { router } from './router.tsx'
import { theme } from './theme.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays one; only a missing network is worth asking again.
      retry: (count, error) => isOffline(error) && count < 5,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
  },
})

export const App = () => {
  const session = useSession()
  const token = session?.token
  useEffect(() => {
    queries.clear()
    void router.invalidate()
  }, [token])
  return (
    <ConfigProvider theme={theme} button={{ autoInsertSpace: false }}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  )
}
