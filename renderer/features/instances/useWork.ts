import { useCallback, useEffect, useRef, useState } from 'react'
import { beginWork, letGo, putAway, useWorks, type Work, type WorkOrder } from '../../store/works.ts'

/** Work that is ordered from here and shown here; it goes on, and the page has it, when this is closed. */
export function useWork(): {
  readonly work: Work | undefined
  readonly start: <T>(order: WorkOrder, call: () => Promise<T>) => Promise<T | null>
} {
  const [key, setKey] = useState<number | null>(null)
  const last = useRef<number | null>(null)
  const work = useWorks(({ works }) => works.find((one) => one.key === key))
  useEffect(() => () => (last.current === null ? undefined : letGo(last.current)), [])
  const start = useCallback(<T>(order: WorkOrder, call: () => Promise<T>) => {
    if (last.current !== null) putAway(last.current)
    const begun = beginWork(order, call)
    last.current = begun.key
    setKey(begun.key)
    return begun.result
  }, [])
  return { work, start }
}
