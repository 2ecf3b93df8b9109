import { type Contender, isAbsent, type LaunchedInstance, type PreparedContender } from '../../main/drivers/driver.ts'
import { median } from '../../main/model/stats/median.ts'
import { workloadVariables } from '../../main/os/variables.ts'
import type { Check } from './check.ts'

const instances = 5
const known = 64 * 2 ** 20
const tolerance = 0.02

/**
 * A probe that touches 64 MiB more is found that much larger, in the memory that the contender reports of its instance,
 * whatever processes that consists of. The bytes are random, so that no kernel merges or compresses them. It has touched
 * 64 MiB before, in the same instance: a guest's kernel hands out first what its boot has used and freed, some 30 MiB that
 * the hypervisor's process holds already, and not the same in any two boots.
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
