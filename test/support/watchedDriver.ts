import type { Instance } from '../../main/contract/instance.ts'
import type { Technology } from '../../main/contract/technology.ts'
import type { Driver, EngineEvent, UsageReading } from '../../main/drivers/driver.ts'
import { EngineError } from '../../main/model/engineError.ts'

/** An engine a test plays: what it answers, and what it was asked. */
export interface WatchedDriver extends Driver {
  /** How often each was called. */
  readonly calls: { list: number; events: number; sample: number }
  /** Of list calls, the most at one time. */
  readonly mostLists: number
  rows: readonly Instance[]
  /** What `list` does instead of answering. */
  trouble: 'none' | 'silent' | 'deaf' | EngineError
  /** What `sample` does instead of answering. */
  sampleTrouble: 'none' | 'silent' | Error
  reading: (id: string) => UsageReading
  emit(count?: number): void
  breakEvents(error: EngineError): void
  readonly listening: number
}

export const notRunning = new EngineError('not_running', 'docker', 'Docker is not running.', {
  remedy: { text: 'Start it', command: 'systemctl start docker' },
})

export function createInstance(id: string, change: Partial<Instance> = {}): Instance {
  const [technology = ''] = id.split(':')
  return {
    id,
    technology: technology as Technology,
    name: id.slice(technology.length + 1),
    state: 'running',
    owner: 'user',
    madeFrom: null,
    createdAt: null,
    startedAt: null,
    actions: ['stop', 'remove'],
    ...change,
  }
}

export function createReading(id: string, change: Partial<UsageReading> = {}): UsageReading {
  const none = { networkReceived: null, networkSent: null, blockRead: null, blockWritten: null }
  return { id, at: 0, cpuNs: 0, memory: 0, ...none, ...change }
}

export function createWatchedDriver(
  technology: Technology,
  abilities: { readonly events?: boolean; readonly sample?: boolean } = {},
): WatchedDriver {
  const calls = { list: 0, events: 0, sample: 0 }
  let listing = 0
  let mostLists = 0
  const listeners = new Set<{ queue: EngineEvent[]; wake: () => void; error?: EngineError }>()

  async function* listen(signal: AbortSignal): AsyncGenerator<EngineEvent, void> {
    calls.events++
    const listener: { queue: EngineEvent[]; wake: () => void; error?: EngineError } = { queue: [], wake: () => {} }
    listeners.add(listener)
    signal.addEventListener('abort', () => listener.wake())
    try {
      while (!signal.aborted) {
        if (listener.error) throw listener.error
        const event = listener.queue.shift()
        if (event) yield event
        else
          await new Promise<void>((resolve) => {
            listener.wake = resolve
          })
      }
    } finally {
      listeners.delete(listener)
    }
  }

  const driver: WatchedDriver = {
    technology,
    title: technology,
    calls,
    get mostLists() {
      return mostLists
    },
    get listening() {
      return listeners.size
    },
    rows: [],
    trouble: 'none',
    sampleTrouble: 'none',
    reading: (id) => createReading(id),
    contenders: [],
    detect: async () => ({ state: 'ready', technology, version: '1', facts: {} }),
    list: async (signal) => {
      calls.list++
      listing++
      mostLists = Math.max(mostLists, listing)
      try {
        if (driver.trouble === 'silent') await untilAborted(signal)
        if (driver.trouble === 'deaf') await new Promise<never>(() => {})
        if (driver.trouble instanceof EngineError) throw driver.trouble
        return driver.rows
      } finally {
        listing--
      }
    },
    emit: (count = 1) => {
      for (const listener of listeners) {
        for (let i = 0; i < count; i++) listener.queue.push({ id: null })
        listener.wake()
      }
    },
    breakEvents: (error) => {
      for (const listener of listeners) {
        listener.error = error
        listener.wake()
      }
    },
    ...(abilities.events && { events: listen }),
    ...(abilities.sample && {
      sample: async (ids: readonly string[], signal: AbortSignal) => {
        calls.sample++
        if (driver.sampleTrouble === 'silent') await untilAborted(signal)
        if (driver.sampleTrouble instanceof Error) throw driver.sampleTrouble
        return ids.map((id) => driver.reading(id))
      },
    }),
  }
  return driver
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => reject(new EngineError('cancelled', 'docker', 'Cancelled.'))
    signal.addEventListener('abort', give, { once: true })
    if (signal.aborted) give()
  })
}
