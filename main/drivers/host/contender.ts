import { EngineError, throwIfAborted, toEngineError } from '../../model/engineError.ts'
import type { Contender, PreparedContender, Program, RunContext } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { executeCommand } from '../executeCommand.ts'
import { launchNativeInstance, readNativeLimits } from '../nativeInstance.ts'
import type { Interpreter } from '../python/askInterpreter.ts'
import { findDefaultInterpreter } from '../python/findInterpreters.ts'
import { createRunCgroup, type RunCgroup } from '../runCgroup.ts'
import { createRunFolder, type RunFolder } from '../runFolder.ts'

/** The baseline: the programs themselves, started by the launcher, with the interpreter that environments are made from. */
export function createHostContender(deps: DriverDeps): Contender {
  return {
    id: 'host',
    technology: 'host',
    title: 'Host',
    prepare: async (run, signal) => {
      throwIfAborted(signal, 'host')
      run.onStep('looking for Python')
      const python = await findDefaultInterpreter(deps, signal)
      throwIfAborted(signal, 'host')
      const scratch = await createRunFolder(deps, 'host')
      try {
        return toPrepared(deps, run, { python, cgroup: createRunCgroup(deps, 'host'), scratch })
      } catch (error) {
        await scratch.remove()
        throw error
      }
    },
  }
}

interface Made {
  readonly python: Interpreter | null
  readonly cgroup: RunCgroup
  /** Where its programs may write. */
  readonly scratch: RunFolder
}

function toPrepared(deps: DriverDeps, run: RunContext, { python, cgroup, scratch }: Made): PreparedContender {
  return {
    labels: {
      ...(python && { python: python.version, interpreter: python.path }),
      cgroup: cgroup.folders.length > 0 ? 'own' : 'shared',
    },
    pythonAbsent: python ? null : 'no Python was found here that can make environments',
    cpuClock: 'program',
    launch: async (program, signal) => {
      const launch = {
        engine: 'host',
        launchPath: deps.tools.launch,
        file: chooseFile(deps, python, program),
        args: program.args,
        env: run.variables,
        cgroups: cgroup.folders,
      }
      return launchNativeInstance(launch, signal)
    },
    execute: (argv, signal) => {
      const { launch: launchPath } = deps.tools
      const place = {
        engine: 'host',
        launchPath,
        env: run.variables,
        cgroups: cgroup.folders,
        directory: run.command?.directory,
      }
      return executeCommand(place, argv, signal)
    },
    fixedMemory: { absent: 'nothing runs beside the programs' },
    disk: { absent: 'the host needs nothing of its own' },
    deployment: {
      absent: 'the host’s programs stand where they are: there is nothing to make, to send or to bring back',
    },
    densityLimits: async () => readNativeLimits(),
    scratch: { path: scratch.path },
    dispose: async () => {
      const results = await Promise.allSettled([cgroup.remove(), scratch.remove()])
      for (const result of results) {
        if (result.status === 'rejected') throw toEngineError(result.reason, 'host')
      }
    },
  }
}

function chooseFile(deps: DriverDeps, python: Interpreter | null, program: Program): string {
  if (program.kind === 'probe') return deps.tools.probe
  if (python) return python.path
  throw new EngineError('unsupported', 'host', 'There is no Python on this host to start.')
}
