import { isAbsent } from '../../drivers/absent.ts'
import type { SampleList } from './sampleList.ts'
import type { RoundTask } from './task.ts'

/** Disk of the artifact and one instance, while none runs. */
export async function measureDisk(task: RoundTask, samples: SampleList, signal: AbortSignal): Promise<void> {
  if (!task.needsDisk || isAbsent(task.prepared.disk)) return
  task.onStep('measuring disk')
  samples.expect('disk_unique')
  const use = await task.prepared.disk(signal)
  if (isAbsent(use)) {
    samples.addAbsent('disk_unique', use.absent)
    samples.addAbsent('disk_shared', use.absent)
    return
  }
  if (use.note) task.onNote('disk_unique', use.note)
  samples.add('disk_unique', use.unique, 'bytes')
  samples.add('disk_shared', use.shared, 'bytes')
}
