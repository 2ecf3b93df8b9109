import { constants } from 'node:os'
import { readCgroupProcesses } from '../os/cgroups.ts'
import { endProcesses } from '../os/folderProcesses.ts'
import { endProgram, type LaunchOptions, launchProgram } from '../os/launcher.ts'
import { nsToMs } from '../os/monotonic.ts'
import { listDescendants } from '../os/proc.ts'
import type { Execution } from './contender.ts'

/** Where and with what a native contender runs commands. */
interface CommandPlace extends Pick<LaunchOptions, 'engine' | 'launchPath' | 'env'> {
  readonly cgroups: readonly string[]
  /** Of the run; this process's own when undefined. */
  readonly directory: string | undefined
}

/**
 * Runs a command natively, through the launcher, to its end. What it left running in the background is ended where it can
 * be found: all that is in the contender's own cgroup; where there is none, what descended from it when it was aborted.
 */
export async function executeCommand(
  { directory, ...place }: CommandPlace,
  [file = '', ...args]: readonly string[],
  signal: AbortSignal,
): Promise<Execution> {
  const program = await launchProgram({ ...place, file, args, ...(directory && { cwd: directory }) }, signal)
  try {
    const exit = await program.waitForExit(signal)
    return {
      duration: nsToMs(exit.at - program.spawnedAt),
      exitCode: exit.code ?? 128 + signalNumber(exit.signal),
      cpuSeconds: (exit.user_ns + exit.system_ns) / 1e9,
      output: program.lastOutput(),
    }
  } finally {
    const descendants = listDescendants(program.pid)
    await endProgram(program)
    const members = place.cgroups.flatMap((folder) => readCgroupProcesses(folder) ?? [])
    await endProcesses([...new Set([...descendants, ...members])])
  }
}

/** 0 for a signal without a name here. */
function signalNumber(name: string | null): number {
  return constants.signals[name as NodeJS.Signals] ?? 0
}
