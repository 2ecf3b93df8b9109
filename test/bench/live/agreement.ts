import type { Check } from '../check.ts'

/** The mean of what one side said of each container. */
export interface FigureLog {
  add(id: string, cpuShare: number | null, memory: number | null): void
  /** null of one that nothing was said of. */
  read(id: string): { readonly cpuShare: number; readonly memory: number } | null
}

export function logOf(): FigureLog {
  const sums = new Map<string, { cpu: number; memory: number; count: number }>()
  return {
    add: (id, cpuShare, memory) => {
      if (cpuShare === null || memory === null) return
      const { cpu, memory: bytes, count } = sums.get(id) ?? { cpu: 0, memory: 0, count: 0 }
      sums.set(id, { cpu: cpu + cpuShare, memory: bytes + memory, count: count + 1 })
    },
    read: (id) => {
      const sum = sums.get(id)
      return sum ? { cpuShare: sum.cpu / sum.count, memory: sum.memory / sum.count } : null
    },
  }
}

const relative = 0.05
/** Half a per cent of a core: docker stats rounds to hundredths, and an idle container has next to nothing to compare. */
const fewCpu = 0.005
const fewBytes = 2 ** 20

/**
 * Each container's means, ours against those of `docker stats` over the same time. A container that works against its
 * limit has the limit itself for a reference: `docker stats` is 1 to 6 % under it here, by how late its daemon reads.
 */
export function compareFigures(
  ids: readonly string[],
  logs: { readonly ours: FigureLog; readonly theirs: FigureLog },
  limits: ReadonlyMap<string, number>,
): Check {
  let [most, working, off, missing] = [{ cpu: 0, bytes: 0 }, 0, 0, 0]
  let [ownCpu, otherCpu, ownBytes, otherBytes] = [0, 0, 0, 0]
  for (const id of ids) {
    const [ours, theirs] = [logs.ours.read(id), logs.theirs.read(id)]
    if (ours === null || theirs === null) {
      missing++
      continue
    }
    const limit = limits.get(id)
    const cpu = Math.abs(ours.cpuShare - (limit ?? theirs.cpuShare))
    const bytes = Math.abs(ours.memory - theirs.memory)
    most = { cpu: Math.max(most.cpu, cpu), bytes: Math.max(most.bytes, bytes) }
    if (theirs.cpuShare > 0.05) working++
    const isOff =
      cpu > Math.max(fewCpu, relative * theirs.cpuShare) || bytes > Math.max(fewBytes, relative * theirs.memory)
    if (isOff) off++
    ownCpu += ours.cpuShare
    otherCpu += theirs.cpuShare
    ownBytes += ours.memory
    otherBytes += theirs.memory
  }
  return {
    name: `CPU and memory of ${ids.length} containers against docker stats`,
    unit: 'count',
    ours: { off, missing, mostCpuOff: most.cpu, mostBytesOff: most.bytes, cpuShare: ownCpu, memory: ownBytes },
    reference: { containers: ids.length, working, held: limits.size, cpuShare: otherCpu, memory: otherBytes },
    limit:
      'each within 5 %, or half a per cent of a core and 1 MiB, of docker stats, and of its limit where one holds it; some work',
    holds: off === 0 && missing === 0 && working > 0,
  }
}
