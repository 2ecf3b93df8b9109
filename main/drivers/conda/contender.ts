import { throwIfAborted, toEngineError } from '../../model/engineError.ts'
import type { Contender } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { findDefaultInterpreter } from '../python/findInterpreters.ts'
import { prepareEnvironment } from '../python/preparedEnvironment.ts'
import { createRunCgroup } from '../runCgroup.ts'
import { createRunFolder } from '../runFolder.ts'
import { choosePythonVersion, orderFromDefinition, writeDefinition } from './definition.ts'
import { createCondaDeployment } from './deployment.ts'
import { activate, createMeasuredPlace, makeMeasured } from './measuredPlace.ts'
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
        const prepared = prepareEnvironment(deps, run, {
          technology: 'conda',
          folder: made.prefix,
          env: activate(made.prefix, run.variables),
          diskNote:
            'the environment with an interpreter of its own; shared is what its package cache has the same files of',
          runFolder,
          cgroup: createRunCgroup(deps, 'conda'),
        })
        return {
          ...prepared,
          labels: { ...prepared.labels, python: made.python.version, 'made by': `${program.name} ${version}` },
          deployment: createCondaDeployment({ deps, program, definition, variables: run.variables }),
        }
      } catch (error) {
        await runFolder.remove()
        throw toEngineError(error, 'conda')
      }
    },
  }
}
