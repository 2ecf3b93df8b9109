import { EngineError, throwIfAborted } from '../../model/engineError.ts'
import { measureAllocated } from '../../os/disk.ts'
import type { Contender, PreparedContender, RunContext } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { readNativeLimits } from '../nativeInstance.ts'
import { launchInNotebook } from './own/instance.ts'
import { type OwnHub, startOwnHub } from './own/ownHub.ts'
import { type HubProgram, requireHubProgram } from './program.ts'

/** A user's server on a hub of the run's own, with the program in a notebook's cell (docs/contenders.md). */
export function createJupyterHubContender(deps: DriverDeps): Contender {
  return {
    id: 'jupyterhub',
    technology: 'jupyterhub',
    title: 'JupyterHub server',
    prepare: async (run, signal) => {
      throwIfAborted(signal, 'jupyterhub')
      if (deps.platform !== 'linux') {
        throw new EngineError('unsupported', 'jupyterhub', 'A hub of its own is started on Linux only.')
      }
      const program = requireHubProgram(deps)
      run.onStep('starting a hub')
      return toPrepared(deps, run, program, await startOwnHub(deps, program, run.variables, signal))
    },
  }
}

function toPrepared(deps: DriverDeps, run: RunContext, program: HubProgram, hub: OwnHub): PreparedContender {
  let launched = 0
  return {
    labels: {
      jupyterhub: hub.version,
      interpreter: program.python,
      spawner: hub.spawner.replace(/^.*\./, ''),
      'start-up is': 'server, kernel and cell',
    },
    pythonAbsent: null,
    cpuClock: 'program',
    launch: async (started, signal) =>
      launchInNotebook({ deps, hub, user: `isoscope-${++launched}`, variables: run.variables }, started, signal),
    execute: { absent: 'a notebook’s cell is no place for a command that is timed' },
    fixedMemory: async () => hub.readMemory(),
    disk: async () => ({
      ...(await measureAllocated(hub.folder)),
      note: 'the hub’s database and its users’ folders; what is installed is the host’s',
    }),
    scratch: { path: hub.folder },
    deployment: { absent: 'a hub serves what is installed on its machine: nobody is sent an artifact' },
    densityLimits: async () => readNativeLimits(),
    dispose: () => hub.dispose(),
  }
}
