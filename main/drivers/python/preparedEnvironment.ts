import { join } from 'node:path'
import type { Technology } from '../../contract/technology.ts'
import { toEngineError } from '../../model/engineError.ts'
import { measureAllocated } from '../../os/disk.ts'
import type { PreparedContender, RunContext } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { executeCommand } from '../executeCommand.ts'
import { launchNativeInstance, readNativeLimits } from '../nativeInstance.ts'
import type { RunCgroup } from '../runCgroup.ts'
import type { RunFolder } from '../runFolder.ts'

export interface MadeEnvironment {
  readonly technology: Technology
  /** Of the environment: its interpreter is `bin/python`. */
  readonly folder: string
  /** The variables a program sees once the environment is active. */
  readonly env: Readonly<Record<string, string>>
  /** What its disk is made of, for people. */
  readonly diskNote: string
  readonly runFolder: RunFolder
  readonly cgroup: RunCgroup
}

/** How programs run in an environment that a run has made in a folder of its own, and how all of it goes again. */
export function prepareEnvironment(
  { tools }: Pick<DriverDeps, 'tools'>,
  { command }: Pick<RunContext, 'command'>,
  { technology, folder, env, diskNote, runFolder, cgroup }: MadeEnvironment,
): Omit<PreparedContender, 'deployment'> {
  const place = { engine: technology, launchPath: tools.launch, env, cgroups: cgroup.folders }
  return {
    labels: { cgroup: cgroup.folders.length > 0 ? 'own' : 'shared' },
    pythonAbsent: null,
    cpuClock: 'program',
    launch: ({ kind, args }, signal) => {
      const file = kind === 'probe' ? tools.probe : join(folder, 'bin', 'python')
      return launchNativeInstance({ ...place, file, args }, signal)
    },
    execute: (argv, signal) => executeCommand({ ...place, directory: command?.directory }, argv, signal),
    fixedMemory: { absent: 'nothing runs beside the programs' },
    disk: async () => ({ ...(await measureAllocated(folder)), note: diskNote }),
    // Beside the environment, not in it: its disk is measured.
    scratch: { path: runFolder.path },
    densityLimits: async () => readNativeLimits(),
    dispose: async () => {
      const results = await Promise.allSettled([cgroup.remove(), runFolder.remove()])
      for (const result of results) {
        if (result.status === 'rejected') throw toEngineError(result.reason, technology)
      }
    },
  }
}
