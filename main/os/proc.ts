import { readdirSync, readFileSync } from 'node:fs'

/** Linux /proc. Each function returns null for a process that is gone or not ours to read, and on other systems. */

export interface ProcessMemory {
  /** Bytes. */
  readonly pss: number
  readonly uss: number
}

/** PSS and USS of one process from smaps_rollup. */
export function readProcessMemory(pid: number): ProcessMemory | null {
  const text = readProcFile(`/proc/${pid}/smaps_rollup`)
  if (text === null) return null
  const kib = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? Number.NaN)
  const pss = kib('Pss') * 1024
  const uss = (kib('Private_Clean') + kib('Private_Dirty')) * 1024
  return Number.isNaN(pss) || Number.isNaN(uss) ? null : { pss, uss }
}

interface ProcessStat {
  readonly ppid: number
  /** Process group. */
  readonly group: number
  /** The pid of its session's leader. */
  readonly session: number
  /** Clock ticks after boot at which it was started: with the pid it names one process for ever. */
  readonly startTime: string
  readonly state: string
}

/** The fields behind the command, which itself may hold spaces and parentheses. */
export function parseProcessStat(text: string): ProcessStat | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state, ppid, group, session] = fields
  const startTime = fields[19]
  if (state === undefined || ppid === undefined || group === undefined) return null
  if (session === undefined || startTime === undefined) return null
  return { state, ppid: Number(ppid), group: Number(group), session: Number(session), startTime }
}

export function readProcessStat(pid: number): ProcessStat | null {
  const text = readProcFile(`/proc/${pid}/stat`)
  return text === null ? null : parseProcessStat(text)
}

/** The pids of all processes whose parent is `pid`, and theirs. */
export function listDescendants(pid: number): readonly number[] {
  const children = new Map<number, number[]>()
  for (const entry of listProcesses()) {
    const stat = readProcessStat(entry)
    if (stat) children.set(stat.ppid, [...(children.get(stat.ppid) ?? []), entry])
  }
  const found: number[] = []
  const queue = [pid]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const below = children.get(next) ?? []
    found.push(...below)
    queue.push(...below)
  }
  return found
}

export function listProcesses(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

/** A process's command name, at most 15 characters, as the kernel has it. */
export function readCommandName(pid: number): string | null {
  return readProcFile(`/proc/${pid}/comm`)?.trimEnd() ?? null
}

/** Tasks that are running or waiting for a CPU now, the reader included. */
export function readRunnableTasks(): number | null {
  const text = readProcFile('/proc/stat')
  const found = text === null ? null : /^procs_running (\d+)$/m.exec(text)
  return found ? Number(found[1]) : null
}

export function readProcFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
