import { type SweepResult, sweep } from '../drivers/sweep.ts'
import { isAlive } from '../os/processIdentity.ts'
import type { Services } from './services.ts'

/** Removes what dead processes of this store left, as the ledger tells. */
export function sweepLeftovers(
  { deps, drivers, store }: Pick<Services, 'deps' | 'drivers' | 'store'>,
  signal: AbortSignal,
): Promise<SweepResult> {
  return sweep(store.ledger.rows(), drivers, deps, isAlive, signal)
}
