import type { Sample } from '../../contract/run.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import { measureCommand } from './measureCommand.ts'
import { measureCpu } from './measureCpu.ts'
import { measureDisk } from './measureDisk.ts'
import { measureIdle } from './measureIdle.ts'
import { measurePython } from './measurePython.ts'
import { measurePythonIdle } from './measurePythonIdle.ts'
import { measurePythonWork } from './measurePythonWork.ts'
import { measureWork } from './measureWork.ts'
import { SampleList } from './sampleList.ts'
import type { RoundPlan, RoundStep, RoundTask } from './task.ts'

/** In the order in which they are done. */
const steps: Readonly<Record<RoundPlan, readonly RoundStep[]>> = {
  command: [measureCommand],
  basic: [measureIdle, measureCpu, measurePython, measureDisk],
  all: [
    measureIdle,
    measureCpu,
    measurePython,
    measurePythonIdle,
    measurePythonWork,
    measureDisk,
    measureWork('memory'),
    measureWork('spawn'),
    measureWork('disk'),
  ],
}

/**
 * Runs every step of one contender's round and returns its samples. A step that fails becomes a failed sample and ends
 * the contender's round; every instance is removed whatever happens. Rejects only with `cancelled`.
 */
export async function measureContender(task: RoundTask, signal: AbortSignal): Promise<readonly Sample[]> {
  const samples = new SampleList(task)
  try {
    for (const step of steps[task.plan]) await step(task, samples, signal)
  } catch (error) {
    throwIfAborted(signal, task.contender)
    samples.fail(error)
  }
  return samples.all
}
