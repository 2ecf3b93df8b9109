import { delimiter, join } from 'node:path'
import { throwIfAborted, toEngineError } from '../../model/engineError.ts'
import type { Contender } from '../contender.ts'
import type { DriverDeps } from '../driver.ts'
import { prepareEnvironment } from '../python/preparedEnvironment.ts'
import { createRunCgroup } from '../runCgroup.ts'
import { createRunFolder } from '../runFolder.ts'
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
        const prepared = prepareEnvironment(deps, run, {
          technology: 'venv',
          folder,
          env: activate(folder, run.variables),
          diskNote: 'the environment with pip; the interpreter and its standard library are the host’s',
          runFolder,
          cgroup: createRunCgroup(deps, 'venv'),
        })
        return {
          ...prepared,
          labels: { ...prepared.labels, python: python.version, interpreter: python.path },
          deployment: createEnvironmentDeployment({ deps, python, variables: run.variables }),
        }
      } catch (error) {
        await runFolder.remove()
        throw toEngineError(error, 'venv')
      }
    },
  }
}

/** What bin/activate does to a shell's variables. */
export function activate(folder: string, variables: Readonly<Record<string, string>>): Record<string, string> {
  const path = [join(folder, 'bin'), ...(variables.PATH ? [variables.PATH] : [])].join(delimiter)
  return { ...variables, PATH: path, VIRTUAL_ENV: folder }
}
