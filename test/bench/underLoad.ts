import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import type { Check } from './check.ts'
import { measureHostAndDocker } from './measuredRun.ts'

const rounds = 6
const tolerance = 0.05

/**
 * With one busy thread more than there are cores: Docker's CPU seconds are the host's all the same, and every round is
 * marked contended. Its wall time is printed beside: that is what the load falsifies.
 */
export async function checkUnderLoad(root: string): Promise<Check> {
  const threads = availableParallelism() + 1
  const busy = Array.from({ length: threads }, keepBusy)
  try {
    const run = await measureHostAndDocker(root, rounds)
    const cost = run.contenders.find(({ id }) => id === 'docker')?.metrics.cpu_cost
    if (cost?.kind !== 'number') throw new Error('Docker has no CPU cost')
    const measured = run.rounds.records.filter(({ round }) => round > 0)
    const contended = measured.filter((record) => record.contended).length
    const queues = measured.flatMap(({ runQueue }) => (runQueue === null ? [] : [runQueue]))
    return {
      name: `CPU cost of Docker with ${threads} busy threads on ${threads - 1} cores`,
      unit: 'ratio',
      ours: {
        median: cost.median,
        wall: cost.wall?.median ?? Number.NaN,
        contended,
        leastRunQueue: Math.min(...queues),
      },
      reference: { median: 1, rounds: measured.length },
      limit: `median within ${tolerance * 100} % of 1, and every round marked contended`,
      holds: Math.abs(cost.median - 1) <= tolerance && contended === measured.length && measured.length === rounds,
    }
  } finally {
    for (const child of busy) child.kill('SIGKILL')
  }
}

function keepBusy(): ChildProcess {
  return spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore', env: {} })
}
