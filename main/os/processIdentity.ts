import { execFileSync } from 'node:child_process'
import { readProcessStat, readProcFile } from './proc.ts'

/**
 * A pid is reused; a pid with its start time is not. On Linux the start time is in clock ticks since boot, together
 * with the boot's id; elsewhere what `ps` prints.
 */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTime: string
}

/** null when there is no such process. A zombie counts as gone. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const startTime = process.platform === 'linux' ? linuxStartTime(pid) : portableStartTime(pid)
  return startTime === null ? null : { pid, startTime }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startTime === identity.startTime
}

function linuxStartTime(pid: number): string | null {
  const stat = readProcessStat(pid)
  return stat === null || stat.state === 'Z' ? null : `${bootId()}-${stat.startTime}`
}

let cachedBootId: string | undefined

function bootId(): string {
  cachedBootId ??= readProcFile('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? 'unknown'
  return cachedBootId
}

function portableStartTime(pid: number): string | null {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null
  }
  if (process.platform === 'win32') return 'alive'
  try {
    return execFileSync('/bin/ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}
