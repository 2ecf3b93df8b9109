import { availableParallelism } from 'node:os'
import { readRunnableTasks } from '../os/proc.ts'

/** What the machine and we ourselves were like while a round ran. */
export interface RoundConditions {
  /** Mean number of runnable tasks besides this process; null where it cannot be read. */
  readonly runQueue: number | null
  /** More runnable tasks than cores: figures of this round are marked. */
  readonly contended: boolean
  readonly eventLoopDelayMs: number
  /** CPU seconds of our own process. */
  readonly ownCpuSeconds: number
}

const intervalMs = 100

/** Starts watching; the returned function ends it. Costs one read of /proc/stat per 100 ms. */
export function watchRound(): () => RoundConditions {
  const queue: number[] = []
  const cpuBefore = process.cpuUsage()
  let worstDelay = 0
  let expected = performance.now() + intervalMs
  const timer = setInterval(() => {
    const now = performance.now()
    worstDelay = Math.max(worstDelay, now - expected)
    expected = now + intervalMs
    const runnable = readRunnableTasks()
    // The reader itself is running while it reads.
    if (runnable !== null) queue.push(runnable - 1)
  }, intervalMs)
  return () => {
    clearInterval(timer)
    const cpu = process.cpuUsage(cpuBefore)
    const runQueue = queue.length === 0 ? null : queue.reduce((sum, value) => sum + value, 0) / queue.length
    return {
      runQueue,
      contended: runQueue !== null && runQueue > availableParallelism(),
      eventLoopDelayMs: Math.max(0, worstDelay),
      ownCpuSeconds: (cpu.user + cpu.system) / 1e6,
    }
  }
}
