import { delimiter, join } from 'node:path'
import { throwIfAborted, toEngineError } from '../../model/engineError.ts'
import { measureAllocated } from '../../os/disk.ts'
import type { Contender, PreparedContender, RunContext } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { executeCommand } from '../executeCommand.ts'
import { launchNativeInstance, readNativeLimits } from '../nativeInstance.ts'
import type { Interpreter } from '../python/askInterpreter.ts'
import { createRunCgroup, type RunCgroup } from '../runCgroup.ts'
import { createRunFolder, type RunFolder } from '../runFolder.ts'
import { makeEnvironment } from './commands/makeEnvironment.ts'
import { createEnvironmentDeployment } from './deployment.ts'
import { requireInterpreter } from './detect.ts'

/** A Python environment of the run's own; every program runs as it would after `source bin/activate`. */
export function createVenvContender(deps: DriverDeps): Contender {
  return {
    id: 'venv',
    technology: 'venv',
    title: 'Python venv',
    prepare: async (run, signal) => {
      run.onStep('looking for Python')
      const python = await requireInterpreter(deps, signal)
      const runFolder = await createRunFolder(deps, 'venv')
      try {
        const folder = join(runFolder.path, 'environment')
        run.onStep('making the environment')
        await makeEnvironment(deps, { python, folder, variables: run.variables }, signal)
        throwIfAborted(signal, 'venv')
        return toPrepared(deps, run, { python, folder, runFolder, cgroup: createRunCgroup(deps, 'venv') })
      } catch (error) {
        await runFolder.remove()
        throw toEngineError(error, 'venv')
      }
    },
  }
}

interface Made {
  readonly python: Interpreter
  readonly folder: string
  readonly runFolder: RunFolder
  readonly cgroup: RunCgroup
}

function toPrepared(deps: DriverDeps, run: RunContext, made: Made): PreparedContender {
  const { python, folder, runFolder, cgroup } = made
  const env = activate(folder, run.variables)
  return {
    labels: {
      python: python.version,
      interpreter: python.path,
      cgroup: cgroup.folders.length > 0 ? 'own' : 'shared',
    },
    pythonAbsent: null,
    cpuClock: 'program',
    launch: (program, signal) => {
      const file = program.kind === 'probe' ? deps.tools.probe : join(folder, 'bin', 'python')
      return launchNativeInstance(
        { engine: 'venv', launchPath: deps.tools.launch, file, args: program.args, env, cgroups: cgroup.folders },
        signal,
      )
    },
    execute: (argv, signal) => {
      const { launch: launchPath } = deps.tools
      const place = { engine: 'venv', launchPath, env, cgroups: cgroup.folders, directory: run.command?.directory }
      return executeCommand(place, argv, signal)
    },
    fixedMemory: { absent: 'nothing runs beside the programs' },
    disk: async () => ({
      ...(await measureAllocated(folder)),
      note: 'the environment with pip; the interpreter and its standard library are the host’s',
    }),
    // Beside the environment, not in it: its disk is measured.
    scratch: { path: runFolder.path },
    deployment: createEnvironmentDeployment({ deps, python, variables: run.variables }),
    densityLimits: async () => readNativeLimits(),
    dispose: async () => {
      const results = await Promise.allSettled([cgroup.remove(), runFolder.remove()])
      for (const result of results) {
        if (result.status === 'rejected') throw toEngineError(result.reason, 'venv')
      }
    },
  }
}

/** What bin/activate does to a shell's variables. */
export function activate(folder: string, variables: Readonly<Record<string, string>>): Record<string, string> {
  const path = [join(folder, 'bin'), ...(variables.PATH ? [variables.PATH] : [])].join(delimiter)
  return { ...variables, PATH: path, VIRTUAL_ENV: folder }
}
