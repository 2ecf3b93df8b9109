import { useEffect, useRef, useState } from 'react'
import { beginWork, letGo, putAway, useWorks, type Work, type WorkOrder } from '../../store/works.ts'

/**
 * Work that is ordered from here and shown here; it goes on, and the page has it, when this is closed. `onDone`: only if it is
 * still shown then.
 */
export function useWork(onDone?: () => void): {
  readonly work: Work | undefined
  readonly start: <T>(order: WorkOrder, call: (ticket: string) => Promise<T>) => Promise<T | null>
} {
  const [key, setKey] = useState<number | null>(null)
  const last = useRef<number | null>(null)
  const work = useWorks(({ works }) => works.find((one) => one.key === key))
  const isShown = useRef(true)
  useEffect(() => {
    isShown.current = true
    return () => {
      isShown.current = false
      if (last.current !== null) letGo(last.current)
    }
  }, [])
  const start = async <T>(order: WorkOrder, call: (ticket: string) => Promise<T>) => {
    if (last.current !== null) putAway(last.current)
    const begun = beginWork(order, call)
    last.current = begun.key
    setKey(begun.key)
    const result = await begun.result
    if (result !== null && isShown.current) onDone?.()
    return result
  }
  return { work, start }
}
