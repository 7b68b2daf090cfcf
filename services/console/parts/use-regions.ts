import { useQueries } from '@tanstack/react-query'
import type { z } from 'zod'
import type { regionName } from '#schemas/api/region.ts'
import { get } from '#console/net/call.ts'

type Named = z.infer<typeof regionName>

const CODE = /^\d{2,12}$/

/** Those regions with their names: `370302` → `山东省淄博市淄川区 370302`; a code without a name stands for itself. */
export const useRegions = (codes: readonly (string | null | undefined)[]) => {
  const asked = [...new Set(codes)].filter((code) => typeof code === 'string' && CODE.test(code))
  const answers = useQueries({
    queries: asked.map((code) => ({
      queryKey: ['region', code],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        get<Named>(`/v1/regions/${code}`, signal),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  })
  const names = new Map(answers.map(({ data }) => [data?.code, data?.name]))
  return (code: string): string => {
    const name = names.get(code)
    return name ? `${name} ${code}` : code
  }
}
