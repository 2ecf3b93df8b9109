import type { EngineEvent } from './driver.ts'

/** What an engine says, for a reader of any slowness. */
export interface EventQueue {
  add(event: EngineEvent): void
  /** Nothing more comes. With an error the reader gets that, once it has what came before. */
  end(error?: unknown): void
  /** What came since the last time; waits for it. Empty: the end. */
  take(): Promise<readonly EngineEvent[]>
}

/**
 * Events about one instance are one event while they wait. When more than `limit` instances wait, they become a single
 * event that names none: that is enough to look again, and memory stays bounded.
 */
export function createEventQueue(limit = 256): EventQueue {
  let waiting = new Set<string | null>()
  let isTooMany = false
  let over: { readonly error?: unknown } | undefined
  let wake: () => void = () => undefined
  return {
    add: ({ id }) => {
      if (over || isTooMany) return
      isTooMany = waiting.size >= limit
      if (isTooMany) waiting = new Set([null])
      else waiting.add(id)
      wake()
    },
    end: (error) => {
      over ??= error === undefined ? {} : { error }
      wake()
    },
    take: async () => {
      while (waiting.size === 0 && !over) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const taken = [...waiting].map((id) => ({ id }))
      waiting = new Set()
      isTooMany = false
      if (taken.length === 0 && over && 'error' in over) throw over.error
      return taken
    },
  }
}
