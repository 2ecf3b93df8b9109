/** One line of `docker stats --format '{{json .}}'`. */
export interface DockerStats {
  readonly id: string
  /** 1 is one core; null before the second reading. */
  readonly cpuShare: number | null
  /** Bytes, as exact as four digits are. */
  readonly memory: number | null
}

const units: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 }

/** null for a line that is none. Around it are the sequences that clear a screen and a line, also in a pipe. */
export function parseDockerStats(line: string): DockerStats | null {
  const [begin, end] = [line.indexOf('{'), line.lastIndexOf('}')]
  if (begin < 0 || end < begin) return null
  const { ID, CPUPerc, MemUsage } = JSON.parse(line.slice(begin, end + 1)) as Record<string, string | undefined>
  if (ID === undefined) return null
  const share = Number.parseFloat(CPUPerc ?? '') / 100
  const found = /^([\d.]+)([KMGT]?i?B) \//.exec(MemUsage ?? '')
  const memory = found ? Number(found[1]) * (units[found[2] ?? ''] ?? Number.NaN) : Number.NaN
  return { id: ID, cpuShare: Number.isNaN(share) ? null : share, memory: Number.isNaN(memory) ? null : memory }
}
