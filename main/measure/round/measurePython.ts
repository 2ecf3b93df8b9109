import type { Program } from '../../drivers/contender.ts'
import type { SampleList } from './sampleList.ts'
import type { RoundTask } from './task.ts'
import { withInstance } from './withInstance.ts'

/** Start-up of the contender's own interpreter; a contender without one leaves the step out. */
export async function measurePython(task: RoundTask, samples: SampleList, signal: AbortSignal): Promise<void> {
  if (task.prepared.pythonAbsent !== null) return
  task.onStep('starting Python')
  samples.expect('startup_python')
  const program: Program = { kind: 'python', args: ['-u', '-c', "print('ISOSCOPE READY')"] }
  await withInstance(task.prepared, program, signal, async (instance) => {
    samples.add('startup_python', instance.startup, 'ms')
    await instance.waitForExit(signal)
  })
}
