// node storeWriter.ts HOME NUMBER ROUNDS [stay]: begins run NUMBER, appends rounds, says `written` and ends, or stays.
import { findPaths } from '../../main/os/paths.ts'
import { openStore } from '../../main/store/store.ts'
import { exampleRound, exampleRun, exampleSamples } from './runExample.ts'

const [home = '', number = '', rounds = '', stay] = process.argv.slice(2)
const store = openStore(findPaths({ ISOSCOPE_HOME: home }, process.platform))
const run = exampleRun(Number(number))
store.beginRun(run)
store.ledger.record({ technology: 'host', kind: 'folder', ref: `/tmp/of-${number}`, lifetime: 'run' })
for (let round = 0; round < Number(rounds); round++) {
  store.appendRound(run.id, exampleRound(round), exampleSamples(round))
}
process.stdout.write('written\n')
if (stay) setInterval(() => undefined, 60_000)
else store.close()
