import { join } from 'node:path'
import { throwIfAborted, toEngineError } from '../../model/engineError.ts'
import { measureAllocated } from '../../os/disk.ts'
import type { Contender, PreparedContender, RunContext } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { executeCommand } from '../executeCommand.ts'
import { launchNativeInstance, readNativeLimits } from '../nativeInstance.ts'
import { findDefaultInterpreter } from '../python/findInterpreters.ts'
import { createRunCgroup, type RunCgroup } from '../runCgroup.ts'
import { createRunFolder, type RunFolder } from '../runFolder.ts'
import { choosePythonVersion, orderFromDefinition, writeDefinition } from './definition.ts'
import { createCondaDeployment } from './deployment.ts'
import { activate, createMeasuredPlace, type MadeEnvironment, makeMeasured } from './measuredPlace.ts'
import { requireProgram } from './program.ts'
import { readVersion } from './readVersion.ts'

/** An environment of the run's own, made by the conda, mamba or micromamba there is; programs run as after `conda activate`. */
export function createCondaContender(deps: DriverDeps): Contender {
  return {
    id: 'conda',
    technology: 'conda',
    title: 'conda',
    prepare: async (run, signal) => {
      throwIfAborted(signal, 'conda')
      run.onStep('looking for conda')
      const program = requireProgram(deps, null)
      const version = await readVersion(program.name, program.path, deps.env, signal)
      const host = await findDefaultInterpreter(deps, signal)
      const definition = writeDefinition(choosePythonVersion(host?.version ?? null))
      throwIfAborted(signal, 'conda')
      const runFolder = await createRunFolder(deps, 'conda')
      try {
        run.onStep('making the environment')
        const place = await createMeasuredPlace(deps, program, runFolder.path)
        const onProgress = ({ step }: { readonly step: string }) => run.onStep(`making the environment: ${step}`)
        const made = await makeMeasured(place, orderFromDefinition('environment', definition), onProgress, signal)
        const solver = `${program.name} ${version}`
        const cgroup = createRunCgroup(deps, 'conda')
        return {
          ...toPrepared(deps, run, { ...made, runFolder, cgroup, solver }),
          deployment: createCondaDeployment({ deps, program, definition, variables: run.variables }),
        }
      } catch (error) {
        await runFolder.remove()
        throw toEngineError(error, 'conda')
      }
    },
  }
}

interface Made extends MadeEnvironment {
  readonly runFolder: RunFolder
  readonly cgroup: RunCgroup
  readonly solver: string
}

function toPrepared(deps: DriverDeps, run: RunContext, made: Made): Omit<PreparedContender, 'deployment'> {
  const { python, prefix, runFolder, cgroup, solver } = made
  const env = activate(prefix, run.variables)
  return {
    labels: { python: python.version, 'made by': solver, cgroup: cgroup.folders.length > 0 ? 'own' : 'shared' },
    pythonAbsent: null,
    cpuClock: 'program',
    launch: (program, signal) => {
      const file = program.kind === 'probe' ? deps.tools.probe : join(prefix, 'bin', 'python')
      return launchNativeInstance(
        { engine: 'conda', launchPath: deps.tools.launch, file, args: program.args, env, cgroups: cgroup.folders },
        signal,
      )
    },
    execute: (argv, signal) => {
      const { launch: launchPath } = deps.tools
      const place = { engine: 'conda', launchPath, env, cgroups: cgroup.folders, directory: run.command?.directory }
      return executeCommand(place, argv, signal)
    },
    fixedMemory: { absent: 'nothing runs beside the programs' },
    disk: async () => ({
      ...(await measureAllocated(prefix)),
      note: 'the environment with an interpreter of its own; shared is what its package cache has the same files of',
    }),
    // Beside the environment, not in it: its disk is measured.
    scratch: { path: runFolder.path },
    densityLimits: async () => readNativeLimits(),
    dispose: async () => {
      const results = await Promise.allSettled([cgroup.remove(), runFolder.remove()])
      for (const result of results) {
        if (result.status === 'rejected') throw toEngineError(result.reason, 'conda')
      }
    },
  }
}
