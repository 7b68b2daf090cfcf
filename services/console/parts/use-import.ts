import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { upload } from '#console/net/upload.ts'

/** A CSV on its way: how much was taken (0…1, null = none is), what became of it, why it failed. */
export const useImport = <R>() => {
  const queries = useQueryClient()
  const [share, setShare] = useState<number | null>(null)
  const [report, setReport] = useState<R | null>(null)
  const [error, setError] = useState<unknown>(null)
  const ending = useRef<AbortController>(null)
  const start = async (path: string, file: File): Promise<void> => {
    const controller = new AbortController()
    ending.current = controller
    setShare(0)
    setReport(null)
    setError(null)
    try {
      const options = { type: 'text/csv', signal: controller.signal, onProgress: setShare }
      setReport(await upload<R>(path, file, options))
      void queries.invalidateQueries()
    } catch (failure) {
      setError(failure)
    } finally {
      setShare(null)
    }
  }
  return { share, report, error, start, stop: () => ending.current?.abort() }
}
