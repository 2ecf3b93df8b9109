import { useDocumentVisibility } from '@mantine/hooks'
import { useEffect } from 'react'
import { useConnection } from './connection.ts'

/**
 * Reads while somebody can see it: the component is shown, the document visible and the connection open. Begins anew when
 * one of them comes back, and when `read` is another function.
 */
export function useWhileSeen(read: (signal: AbortSignal) => Promise<void>): void {
  const isOpen = useConnection(({ state }) => state === 'open')
  const isVisible = useDocumentVisibility() === 'visible'
  useEffect(() => {
    if (!isOpen || !isVisible) return
    const abort = new AbortController()
    void read(abort.signal)
    return () => abort.abort()
  }, [isOpen, isVisible, read])
}
