export interface OwnCost {
  /** Share of one core since the reading before; null for the first. */
  readonly cpuShare: number | null
  /** Resident set of this process, in bytes. */
  readonly memoryBytes: number
}

/** Each reading is of this process since the one before. */
export function createOwnCostMeter(): () => OwnCost {
  let before: { readonly cpu: number; readonly at: number } | undefined
  return () => {
    const { user, system } = process.cpuUsage()
    const now = { cpu: (user + system) / 1000, at: performance.now() }
    const elapsed = before ? now.at - before.at : 0
    const cpuShare = before && elapsed > 0 ? (now.cpu - before.cpu) / elapsed : null
    before = now
    return { cpuShare, memoryBytes: process.memoryUsage.rss() }
  }
}
