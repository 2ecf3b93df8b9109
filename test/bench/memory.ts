import { isAbsent } from '../../main/drivers/absent.ts'
import type { Contender, LaunchedInstance, PreparedContender } from '../../main/drivers/contender.ts'
import type { DriverDeps } from '../../main/drivers/driver.ts'
import { guestHardware } from '../../main/drivers/qemu/commandLine.ts'
import { createQemuContender } from '../../main/drivers/qemu/contender.ts'
import { median } from '../../main/model/stats/median.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import type { Check } from './check.ts'

const instances = 5
const known = 64 * 2 ** 20
const tolerance = 0.02

/**
 * The minimal machine, so that what a program in it touches is new to the hypervisor's process. Two things of it are not:
 *
 * - A guest's kernel gives out memory that firmware and boot have used and freed. The process holds that already, up to
 *   10 MiB of 64, in other places at each boot (kernel address randomisation). So a module of memory is plugged in that no
 *   boot sees and that the kernel gives to programs first.
 * - Under emulation newly translated code takes memory as well, some 0.1 MiB meanwhile, which come as a huge page of
 *   2 MiB or not at all. So the translation buffer is one that the boot has filled.
 */
export function createMemoryCheckGuest(deps: DriverDeps): Contender {
  return createQemuContender(deps, { ...guestHardware, pluggedMemoryMiB: 256, translationBufferMiB: 16 })
}

/**
 * A probe that touches 64 MiB more is found that much larger, in the memory that the contender reports of its instance,
 * whatever processes that consists of. The bytes are random, so that no kernel merges or compresses them. It has touched
 * 64 MiB before, in the same instance, so that nothing but memory differs.
 */
export async function checkMemory(contender: Contender): Promise<Check> {
  const { signal } = new AbortController()
  const run = { runId: '20260101T000000-bebeb0', variables: workloadVariables, onStep: () => undefined }
  const prepared = await contender.prepare(run, signal)
  try {
    const differences: number[] = []
    for (let instance = 0; instance < instances; instance++) {
      differences.push(await measureGrowth(prepared, signal))
    }
    const found = median(differences)
    return {
      name: `memory of ${contender.title} that touches 64 MiB more`,
      unit: 'bytes',
      ours: { median: found, least: Math.min(...differences), most: Math.max(...differences), instances },
      reference: { touched: known },
      limit: `median growth within ${tolerance * 100} %`,
      holds: Math.abs(found - known) <= tolerance * known,
    }
  } finally {
    await prepared.dispose()
  }
}

async function measureGrowth(prepared: PreparedContender, signal: AbortSignal): Promise<number> {
  const args = ['memory', '--base', String(known), '--bytes', String(known), '--wait']
  const instance = await prepared.launch({ kind: 'probe', args }, signal)
  try {
    await instance.waitForReports('memory-base', signal)
    const base = await readPss(instance)
    await instance.waitForReports('memory', signal)
    return (await readPss(instance)) - base
  } finally {
    await instance.remove()
  }
}

async function readPss(instance: LaunchedInstance): Promise<number> {
  const memory = await instance.memory()
  if (isAbsent(memory)) throw new Error(memory.absent)
  return memory.pss
}
