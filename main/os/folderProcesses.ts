import { setTimeout as sleep } from 'node:timers/promises'
import { listProcesses, readCommandName, readProcessStat, readProcFile } from './proc.ts'

/**
 * Ends the processes whose program was started from within a folder (their first argument is a path below it), and
 * resolves when they are gone, at most 2 s later. A process that only reads there, or names the folder in a later
 * argument, is somebody else's. Returns what was ended, as `name (pid)`. Finds nothing but on Linux.
 */
export async function endProcessesOf(folder: string): Promise<readonly string[]> {
  return endProcesses(
    listProcesses().filter((pid) => readProcFile(`/proc/${pid}/cmdline`)?.split('\0')[0]?.startsWith(`${folder}/`)),
  )
}

/** SIGKILL, and the wait until each is gone or a zombie. */
export async function endProcesses(pids: readonly number[]): Promise<readonly string[]> {
  const ended = pids.map((pid) => `${readCommandName(pid) ?? 'process'} (${pid})`)
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Gone already: that is what was asked for.
    }
  }
  for (let attempt = 0; attempt < 100 && pids.some(isRunning); attempt++) await sleep(20)
  return ended
}

function isRunning(pid: number): boolean {
  const stat = readProcessStat(pid)
  return stat !== null && stat.state !== 'Z'
}
