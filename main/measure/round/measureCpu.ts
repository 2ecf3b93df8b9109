import type { Program } from '../../drivers/contender.ts'
import { readWorkResults } from '../workResults.ts'
import type { SampleList } from './sampleList.ts'
import type { RoundTask } from './task.ts'
import { withInstance } from './withInstance.ts'

/** fixed CPU work → forced stop. */
export async function measureCpu(task: RoundTask, samples: SampleList, signal: AbortSignal): Promise<void> {
  task.onStep('computing')
  samples.expect('cpu_seconds')
  const program: Program = { kind: 'probe', args: ['cpu', '--scale', String(task.cpuScale), '--wait'] }
  await withInstance(task.prepared, program, signal, async (instance) => {
    const lines = await instance.waitForReports('cpu', signal)
    for (const result of readWorkResults(lines, task.prepared.cpuClock, task.checksums)) {
      samples.add('cpu_seconds', result.cpuSeconds, 's', result.kernel)
      samples.add('cpu_wall', result.wallSeconds, 's', result.kernel)
    }
    task.onStep('killing')
    samples.expect('kill')
    samples.addStop('kill', await instance.kill(signal))
  })
}
