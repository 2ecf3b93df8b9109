import { setTimeout as sleep } from 'node:timers/promises'
import { isAbsent } from '../../drivers/absent.ts'
import type { LaunchedInstance, PreparedContender } from '../../drivers/contender.ts'
import type { SampleList } from './sampleList.ts'
import type { RoundTask } from './task.ts'
import { withInstance } from './withInstance.ts'

/** start-up → rest → memory → orderly stop. */
export async function measureIdle(task: RoundTask, samples: SampleList, signal: AbortSignal): Promise<void> {
  task.onStep('starting')
  samples.expect('startup')
  await withInstance(task.prepared, { kind: 'probe', args: ['ready'] }, signal, async (instance) => {
    samples.add('startup', instance.startup, 'ms')
    addPhases(instance, samples)
    task.onStep('reading memory')
    samples.expect('memory_idle')
    await sleep(task.settleMs, undefined, { signal })
    await addMemory(task.prepared, instance, samples)
    task.onStep('stopping')
    samples.expect('stop')
    samples.addStop('stop', await instance.stop(signal))
  })
}

function addPhases(instance: LaunchedInstance, samples: SampleList): void {
  let explained = 0
  for (const { name, duration } of instance.phases) {
    if (isAbsent(duration)) samples.addAbsent('startup', duration.absent, name)
    else {
      explained += duration
      samples.add('startup', duration, 'ms', name)
    }
  }
  // Whole nanoseconds, as the clock has them: what floating point leaves of a difference is no time.
  const unexplained = Math.round((instance.startup - explained) * 1e6) / 1e6
  if (instance.phases.length > 0) samples.add('startup', unexplained, 'ms', 'unexplained')
}

async function addMemory(prepared: PreparedContender, instance: LaunchedInstance, samples: SampleList): Promise<void> {
  const own = await instance.memory()
  if (isAbsent(own)) samples.addAbsent('memory_idle', own.absent)
  else {
    samples.add('memory_idle', own.pss, 'bytes')
    samples.add('memory_idle_uss', own.uss, 'bytes')
  }
  if (isAbsent(prepared.fixedMemory)) return
  samples.expect('memory_fixed')
  const fixed = await prepared.fixedMemory()
  if (isAbsent(fixed)) samples.addAbsent('memory_fixed', fixed.absent)
  else samples.add('memory_fixed', fixed.pss, 'bytes')
}
