import type { Run } from '../../main/contract/run.ts'
import { findPaths } from '../../main/os/paths.ts'
import { openStore, type Store } from '../../main/store/store.ts'

/** Begins and finishes it as a comparison does. Its id. */
export function storeRun(store: Store, run: Run): string {
  store.beginRun({ ...run, status: 'running', endedAt: null, endedBy: null, noise: null, samples: [] })
  for (const record of run.rounds.records) store.appendRound(run.id, record, [])
  store.finishRun(run)
  return run.id
}

/** The same in the store of a home, which is closed again. */
export function seedRuns(home: string, runs: readonly Run[]): void {
  const store = openStore(findPaths({ ISOSCOPE_HOME: home }, process.platform))
  for (const run of runs) storeRun(store, run)
  store.close()
}
