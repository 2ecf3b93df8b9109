import type { MetricSet, Sample } from '../../contract/run.ts'
import { throwIfAborted } from '../../model/engineError.ts'
import { measureCpu } from './measureCpu.ts'
import { measureDisk } from './measureDisk.ts'
import { measureIdle } from './measureIdle.ts'
import { measurePython } from './measurePython.ts'
import { measurePythonIdle } from './measurePythonIdle.ts'
import { measurePythonWork } from './measurePythonWork.ts'
import { SampleList } from './sampleList.ts'
import type { RoundStep, RoundTask } from './task.ts'

/** In the order in which they are done. */
const steps: Readonly<Record<MetricSet, readonly RoundStep[]>> = {
  basic: [measureIdle, measureCpu, measurePython, measureDisk],
  all: [measureIdle, measureCpu, measurePython, measurePythonIdle, measurePythonWork, measureDisk],
}

/**
 * Runs every step of one contender's round and returns its samples. A step that fails becomes a failed sample and ends
 * the contender's round; every instance is removed whatever happens. Rejects only with `cancelled`.
 */
export async function measureContender(task: RoundTask, signal: AbortSignal): Promise<readonly Sample[]> {
  const samples = new SampleList(task)
  try {
    for (const step of steps[task.metrics]) await step(task, samples, signal)
  } catch (error) {
    throwIfAborted(signal, task.contender)
    samples.fail(error)
  }
  return samples.all
}
