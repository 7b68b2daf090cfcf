import { useQuery } from '@tanstack/react-query'
import type { InspectionBatch, InspectionBatchFull } from '#schemas/api/inspection.ts'
import { get } from '#console/net/call.ts'

export type BatchItem = InspectionBatchFull['cylinders'][number] & {
  readonly checks?: Readonly<Record<string, unknown>> | null
  readonly reason?: string | null
  readonly reportNo?: string | null
}

export type Batch = InspectionBatch &
  Pick<InspectionBatchFull, 'sites'> & { readonly cylinders: readonly BatchItem[] }

/** One batch with its cylinders; a colleague at the next bench works in it too. */
export const useBatch = (id: string | null) =>
  useQuery({
    queryKey: ['inspection-batch', id],
    queryFn: ({ signal }) => get<Batch>(`/v1/inspection-batches/${id}`, signal),
    enabled: id !== null,
    refetchInterval: 10_000,
  })
