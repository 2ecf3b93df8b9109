import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import type { Contender, DriverDeps, PreparedContender, Program, RunContext } from '../driver.ts'
import { launchNativeInstance, readNativeLimits } from '../nativeInstance.ts'
import type { Interpreter } from '../python/askInterpreter.ts'
import { findDefaultInterpreter } from '../python/findInterpreters.ts'
import { createRunCgroup, type RunCgroup } from '../runCgroup.ts'

/** The baseline: the programs themselves, started by the launcher, with the interpreter that environments are made from. */
export function createHostContender(deps: DriverDeps): Contender {
  return {
    id: 'host',
    technology: 'host',
    title: 'Host',
    prepare: async (run, signal) => {
      throwIfAborted(signal, 'host')
      if (deps.platform !== 'linux' && deps.platform !== 'darwin') {
        throw new EngineError('unsupported', 'host', 'Programs cannot be started and timed on this system yet.')
      }
      run.onStep('looking for Python')
      const python = await findDefaultInterpreter(deps, signal)
      throwIfAborted(signal, 'host')
      return toPrepared(deps, run, python, createRunCgroup(deps, 'host'))
    },
  }
}

function toPrepared(
  deps: DriverDeps,
  run: RunContext,
  python: Interpreter | null,
  cgroup: RunCgroup,
): PreparedContender {
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
    fixedMemory: { absent: 'nothing runs beside the programs' },
    disk: { absent: 'the host needs nothing of its own' },
    densityLimits: async () => readNativeLimits(),
    dispose: () => cgroup.remove(),
  }
}

function chooseFile(deps: DriverDeps, python: Interpreter | null, program: Program): string {
  if (program.kind === 'probe') return deps.tools.probe
  if (python) return python.path
  throw new EngineError('unsupported', 'host', 'There is no Python on this host to start.')
}
