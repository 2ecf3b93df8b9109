import { setTimeout as sleep } from 'node:timers/promises'
import type { Status } from '../contract/status.ts'
import { createOwnCostMeter } from '../measure/live/ownCost.ts'
import { createHostMeter } from '../os/hostUse.ts'
import { isAlive } from '../os/processIdentity.ts'
import type { Store } from '../store/store.ts'

/** This process's own cost, the machine's use and what was left behind, once a second, until the reader goes away. */
export async function* watchStatus(
  store: Pick<Store, 'ledger'>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Status, void> {
  const readCost = createOwnCostMeter()
  const readHost = createHostMeter()
  while (!signal?.aborted) {
    yield { ...readCost(), host: readHost(), leftBehind: countLeftovers(store) }
    await sleep(1_000, undefined, signal ? { signal } : {}).catch(() => undefined)
  }
}

/** What dead processes of ours have made and not crossed out; null while the ledger cannot be read. */
function countLeftovers({ ledger }: Pick<Store, 'ledger'>): number | null {
  try {
    const rows = ledger.rows().filter(({ lifetime }) => lifetime === 'run')
    const owners = new Map(rows.map(({ owner }) => [`${owner.pid} ${owner.startTime}`, owner]))
    const dead = new Set([...owners].flatMap(([key, owner]) => (isAlive(owner) ? [] : [key])))
    return rows.filter(({ owner }) => dead.has(`${owner.pid} ${owner.startTime}`)).length
  } catch {
    return null
  }
}
