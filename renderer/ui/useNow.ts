import { useDocumentVisibility } from '@mantine/hooks'
import { useEffect, useState } from 'react'

/** Milliseconds since 1970, each second or so often while it is wanted and somebody can see it. */
export function useNow(isWanted: boolean, everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now())
  const isVisible = useDocumentVisibility() === 'visible'
  useEffect(() => {
    setNow(Date.now())
    if (!isWanted || !isVisible) return
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [isWanted, isVisible, everyMs])
  return now
}
