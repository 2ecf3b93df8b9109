import type { Run } from '../../main/contract/run.ts'
import { findPaths } from '../../main/os/paths.ts'
import { openStore } from '../../main/store/store.ts'

/** Puts a finished run into the store of a home, as a comparison would have. */
export function seedRun(home: string, run: Run): void {
  const store = openStore(findPaths({ ISOSCOPE_HOME: home }, process.platform))
  store.beginRun({ ...run, status: 'running', endedAt: null, endedBy: null, warnings: [], samples: [] })
  for (const record of run.rounds.records) {
    store.appendRound(
      run.id,
      record,
      run.samples.filter(({ round }) => round === record.round),
    )
  }
  store.finishRun(run)
  store.close()
}
