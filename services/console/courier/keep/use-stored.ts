import { liveQuery } from 'dexie'
import { useEffect, useState } from 'react'

/** What a query of the phone's own store gives, anew whenever it changes; undefined until it was read. `query` keeps its identity. */
export const useStored = <T>(query: () => Promise<T>): T | undefined => {
  const [value, setValue] = useState<T>()
  useEffect(() => {
    const watching = liveQuery(query).subscribe({ next: setValue })
    return () => watching.unsubscribe()
  }, [query])
  return value
}
