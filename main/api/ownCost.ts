import { setTimeout as sleep } from 'node:timers/promises'

export interface OwnCost {
  /** Share of one core since the reading before; null for the first. */
  readonly cpuShare: number | null
  /** Resident set of this process. */
  readonly memoryBytes: number
}

/** This process's own cost once a second, until the reader goes away. */
export async function* watchOwnCost(signal: AbortSignal | undefined): AsyncGenerator<OwnCost, void> {
  let before: { cpu: NodeJS.CpuUsage; at: number } | undefined
  while (!signal?.aborted) {
    const at = performance.now()
    const cpu = process.cpuUsage()
    const spent = before && (cpu.user + cpu.system - before.cpu.user - before.cpu.system) / 1000
    yield {
      cpuShare: before && spent !== undefined ? spent / (at - before.at) : null,
      memoryBytes: process.memoryUsage.rss(),
    }
    before = { cpu, at }
    await sleep(1_000, undefined, signal ? { signal } : {}).catch(() => undefined)
  }
}
