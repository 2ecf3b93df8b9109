import type { Program } from '../../drivers/contender.ts'
import { buildPythonArgs, importKernel } from '../../drivers/python/program.ts'
import { EngineError } from '../../model/engineError.ts'
import { readWorkResults } from '../workResults.ts'
import type { SampleList } from './sampleList.ts'
import type { RoundTask } from './task.ts'
import { withInstance } from './withInstance.ts'

/**
 * The computations in Python, then the import, in one instance; a contender without Python leaves the step out. Nothing
 * the computations use is among what is imported.
 */
export async function measurePythonWork(task: RoundTask, samples: SampleList, signal: AbortSignal): Promise<void> {
  const { prepared, cpuScale, pythonChecksums } = task
  if (prepared.pythonAbsent !== null) return
  task.onStep('computing in Python')
  samples.expect('python_seconds')
  const program: Program = { kind: 'python', args: buildPythonArgs('work', cpuScale) }
  await withInstance(prepared, program, signal, async (instance) => {
    const lines = await instance.waitForReports('python', signal)
    if (pythonChecksums.size === 0) {
      throw new EngineError('bad_output', 'python', 'No Python here has computed what this one could be compared with.')
    }
    for (const { kernel, cpuSeconds, wallSeconds } of readWorkResults(lines, prepared.cpuClock, pythonChecksums)) {
      if (kernel === importKernel) samples.add('import_python', wallSeconds * 1000, 'ms')
      else {
        samples.add('python_seconds', cpuSeconds, 's', kernel)
        samples.add('python_wall', wallSeconds, 's', kernel)
      }
    }
  })
}
