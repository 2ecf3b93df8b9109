import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import type { RunPreview, RunRequest } from '../../../../main/contract/container.ts'
import { client } from '../../../client.ts'
import { type Problem, toProblem } from '../../../store/problem.ts'

/** Milliseconds after the last key. */
const patience = 250

/** What would be executed; what is told stays until the next is known. */
export function usePreview(request: RunRequest | null): {
  readonly preview: RunPreview | null
  readonly problem: Problem | null
} {
  const text = request && JSON.stringify(request)
  const [asked] = useDebouncedValue(text, patience)
  const [answer, setAnswer] = useState<ReturnType<typeof usePreview>>({ preview: null, problem: null })
  useEffect(() => {
    if (asked === null) return
    const abort = new AbortController()
    client.containers.preview(JSON.parse(asked) as RunRequest, { signal: abort.signal }).then(
      (preview) => setAnswer({ preview, problem: null }),
      (error: unknown) => {
        if (!abort.signal.aborted) setAnswer({ preview: null, problem: toProblem(error) })
      },
    )
    return () => abort.abort()
  }, [asked])
  return answer
}
