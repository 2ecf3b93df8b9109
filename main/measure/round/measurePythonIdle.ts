import { setTimeout as sleep } from 'node:timers/promises'
import { isAbsent } from '../../drivers/absent.ts'
import { buildPythonArgs } from '../../drivers/python/program.ts'
import type { SampleList } from './sampleList.ts'
import type { RoundTask } from './task.ts'
import { withInstance } from './withInstance.ts'

/** Memory of everything that exists because of one waiting Python; a contender without one leaves the step out. */
export async function measurePythonIdle(task: RoundTask, samples: SampleList, signal: AbortSignal): Promise<void> {
  if (task.prepared.pythonAbsent !== null) return
  task.onStep('reading memory of Python')
  samples.expect('memory_idle_python')
  await withInstance(task.prepared, { kind: 'python', args: buildPythonArgs('idle') }, signal, async (instance) => {
    await sleep(task.settleMs, undefined, { signal })
    const memory = await instance.memory()
    if (isAbsent(memory)) samples.addAbsent('memory_idle_python', memory.absent)
    else samples.add('memory_idle_python', memory.pss, 'bytes')
  })
}
