import { setTimeout as sleep } from 'node:timers/promises'
import { createOwnCostMeter, type OwnCost } from '../measure/live/ownCost.ts'

/** This process's own cost once a second, until the reader goes away. */
export async function* watchOwnCost(signal: AbortSignal | undefined): AsyncGenerator<OwnCost, void> {
  const readCost = createOwnCostMeter()
  while (!signal?.aborted) {
    yield readCost()
    await sleep(1_000, undefined, signal ? { signal } : {}).catch(() => undefined)
  }
}
