import { isDeepStrictEqual } from 'node:util'
import type { Instance } from '../../contract/instance.ts'
import type { EngineRows, SampleRate } from '../../contract/live.ts'
import type { Driver } from '../../drivers/driver.ts'
import { toEngineError } from '../../model/engineError.ts'
import type { LiveClock } from './clock.ts'
import { callWithDeadline } from './deadline.ts'
import { createEventStream } from './eventStream.ts'
import { type ListingNeeds, nextListing } from './listingPlan.ts'

/** How long an engine may take to say what exists, in milliseconds. */
const listDeadline = 10_000
/** Between the opening of an event stream and the time it surely listens: what changed meanwhile no event tells. */
const settleTime = 1_000
/** How long `close` waits for a call that ignores its abort. */
const closeDeadline = 1_000

export interface EngineWatchOptions {
  readonly driver: Driver
  readonly clock: LiveClock
  /** True while a comparison is measured: the engine is then asked less often. */
  readonly isBusy: () => boolean
  readonly onChange: () => void
}

/** What is known of one engine. Knows nothing of the others, so none can delay it. */
export interface EngineWatch {
  readonly driver: Driver
  read(): { readonly engine: EngineRows; readonly instances: readonly Instance[] }
  /** Who looks has changed; null is nobody. */
  setRate(rate: SampleRate | null): void
  /** Something was done to an instance: its rows have changed. */
  refresh(): void
  close(): Promise<void>
}

/**
 * Asks the engine for its rows when they are looked at and may have changed, and an engine that is away every four
 * seconds. At most one call of `list` is under way at any time, also when one ignores its deadline.
 */
export function watchEngine({ driver, clock, isBusy, onChange }: EngineWatchOptions): EngineWatch {
  const { technology } = driver
  const closing = new AbortController()
  let known: { readonly engine: EngineRows; readonly instances: readonly Instance[] } = {
    engine: { technology, state: 'asking', error: null },
    instances: [],
  }
  let needs: ListingNeeds = { wanted: 'no', away: false, rate: null, streams: false, lastStart: null, lastEnd: null }
  /** The rows may have changed since they were listed. */
  let outdated = true
  /** The call of `list` that is under way, also after its deadline. */
  let call: Promise<unknown> | null = null
  let cancelTimer = () => {}

  const become = (next: typeof known) => {
    if (isDeepStrictEqual(next, known)) return
    known = next
    onChange()
  }
  const plan = () => {
    cancelTimer()
    if (closing.signal.aborted || call !== null) return
    const at = nextListing(needs, isBusy())
    if (at !== null) cancelTimer = clock.after(Math.max(0, at - clock.now()), () => void list())
  }
  const want = (why: 'look' | 'urgent') => {
    if (needs.wanted === 'urgent' || needs.wanted === why) return
    needs = { ...needs, wanted: why }
    plan()
  }
  const wantIfLooked = () => {
    outdated = true
    if (needs.rate !== null) want('look')
  }
  const stream = createEventStream({
    driver,
    clock,
    onEvent: wantIfLooked,
    onOpen: () => {
      needs = { ...needs, streams: true }
    },
    onSettled: wantIfLooked,
    // Either the engine is away, or only its events are: the list tells.
    onBroken: () => {
      needs = { ...needs, streams: false }
      outdated = true
      want('urgent')
    },
    settleTime,
    signal: closing.signal,
  })

  const list = async (): Promise<void> => {
    outdated = false
    needs = { ...needs, wanted: 'no', lastStart: clock.now() }
    try {
      const options = { clock, engine: technology, deadline: listDeadline, signal: closing.signal }
      const instances = await callWithDeadline(options, (signal) => {
        const started = (async () => driver.list(signal))()
        call = started
        const onEnd = () => {
          call = null
          plan()
        }
        started.then(onEnd, onEnd)
        return started
      })
      if (closing.signal.aborted) return
      needs = { ...needs, away: false, lastEnd: clock.now() }
      become({ engine: { technology, state: 'current', error: null }, instances: arrange(instances) })
      stream.open()
    } catch (cause) {
      if (closing.signal.aborted) return
      const error = toEngineError(cause, technology)
      const absent = error.code === 'not_installed'
      outdated = true
      needs = { ...needs, away: true, lastEnd: clock.now() }
      become({
        engine: { technology, state: absent ? 'absent' : 'away', error: error.toData() },
        instances: absent ? [] : known.instances,
      })
    }
    plan()
  }

  return {
    driver,
    read: () => known,
    setRate: (rate) => {
      const began = needs.rate === null && rate !== null
      needs = { ...needs, rate }
      if (rate === null && needs.wanted === 'look') {
        needs = { ...needs, wanted: 'no' }
        outdated = true
      }
      if (began && (outdated || !needs.streams)) {
        if (known.engine.state === 'current') become({ ...known, engine: { ...known.engine, state: 'asking' } })
        want('look')
      }
      plan()
    },
    refresh: () => {
      outdated = true
      if (needs.rate !== null) want('urgent')
    },
    close: async () => {
      closing.abort()
      cancelTimer()
      const ended = Promise.allSettled([call, stream.ended()])
      const late = Promise.withResolvers<void>()
      const cancelDeadline = clock.after(closeDeadline, late.resolve)
      await Promise.race([ended, late.promise])
      cancelDeadline()
    },
  }
}

/** Each id once, by name. */
function arrange(instances: readonly Instance[]): readonly Instance[] {
  const byId = new Map(instances.map((instance) => [instance.id, instance]))
  const key = ({ name, id }: Instance) => `${name} ${id}`
  return [...byId.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
