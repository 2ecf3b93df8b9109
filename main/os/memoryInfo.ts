import { readProcFile } from './proc.ts'

/** /proc/meminfo, proc_meminfo(5). Bytes. */
export interface MemoryInfo {
  readonly total: number
  /** The kernel's own estimate of what programs can have without swapping; not the same as free. */
  readonly available: number
  readonly swapTotal: number
  readonly swapFree: number
  /** What may be promised in all, and what is, where the kernel refuses to promise more than it has. */
  readonly commitLimit: number
  readonly committed: number
}

/** Null where there is no such file. */
export function readMemoryInfo(): MemoryInfo | null {
  const text = readProcFile('/proc/meminfo')
  return text === null ? null : parseMemoryInfo(text)
}

/** Pure. Null when the total or what is available is missing (kernels before 3.14 have no MemAvailable). */
export function parseMemoryInfo(text: string): MemoryInfo | null {
  const bytes = (field: string) => {
    const kib = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]
    return kib === undefined ? Number.NaN : Number(kib) * 1024
  }
  const info = {
    total: bytes('MemTotal'),
    available: bytes('MemAvailable'),
    swapTotal: bytes('SwapTotal') || 0,
    swapFree: bytes('SwapFree') || 0,
    commitLimit: bytes('CommitLimit') || 0,
    committed: bytes('Committed_AS') || 0,
  }
  return Number.isNaN(info.total) || Number.isNaN(info.available) ? null : info
}
