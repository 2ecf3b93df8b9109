import type { Inventory, UsageSnapshot } from '../../contract/live.ts'
import type { Client } from './session.ts'

/** What has come so far. */
export interface LiveState {
  readonly inventory: Inventory
  /** null before the first sample. */
  readonly usage: UsageSnapshot | null
}

/** How long an engine is waited for before its rows are missing, in milliseconds. */
const patience = 5_000

/**
 * Calls `onChange` with the newest of both after each change, until the signal aborts. While it has not resolved, no
 * other call of the same kind is made. Rejects with what either stream, or `onChange`, rejects with.
 */
export async function followLive(
  client: Client,
  signal: AbortSignal,
  onChange: (state: LiveState, news: 'inventory' | 'usage') => Promise<void> | void,
): Promise<void> {
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  let inventory: Inventory | null = null
  let usage: UsageSnapshot | null = null
  const tell = async (news: 'inventory' | 'usage') => {
    if (inventory !== null && !either.aborted) await onChange({ inventory, usage }, news)
  }
  const readInventory = async () => {
    for await (const next of await client.live.inventory({}, { signal: either })) {
      inventory = next
      await tell('inventory')
    }
  }
  const readUsage = async () => {
    for await (const next of await client.live.usage({ rate: 'full' }, { signal: either })) {
      usage = next
      await tell('usage')
    }
  }
  const ended = [readInventory(), readUsage()].map((reading) =>
    reading.catch((error: unknown) => {
      // An abort may end a stream with an error, which says no more than that.
      const wasAsked = either.aborted
      failed.abort()
      if (!wasAsked) throw error
    }),
  )
  await Promise.all(ended)
}

/**
 * What is there now: once every engine has answered, the second sample from then on, since the first has no CPU; what
 * there is after 5 s.
 */
export async function readLive(client: Client, signal: AbortSignal): Promise<LiveState> {
  const enough = new AbortController()
  let state: LiveState = { inventory: { engines: [], instances: [] }, usage: null }
  let samples = 0
  const ends = AbortSignal.any([signal, enough.signal, AbortSignal.timeout(patience)])
  await followLive(client, ends, (now, news) => {
    state = now
    if (news === 'usage' && hasSettled(now.inventory)) samples++
    if (samples >= 2 || (samples >= 1 && isComplete(now))) enough.abort()
  })
  return state
}

function hasSettled({ engines }: Inventory): boolean {
  return engines.length > 0 && engines.every(({ state }) => state !== 'asking')
}

/** Nothing will come that is not there: no sample is taken, or everything that runs has its CPU. */
function isComplete({ inventory, usage }: LiveState): boolean {
  if (usage === null) return false
  if (usage.paused !== null) return true
  const known = new Set(usage.usage.flatMap(({ id, cpuShare }) => (cpuShare === null ? [] : [id])))
  return inventory.instances.every(({ id, state, stale }) => stale || state !== 'running' || known.has(id))
}
