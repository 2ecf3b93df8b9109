import { buildArgs } from './commands/createFromYaml.ts'
import type { MeasuredOrder } from './measuredPlace.ts'

/** `3.11` of `3.11.2`: the host's, so that their figures stand side by side; 3.12 where this machine has none of its own. */
export function choosePythonVersion(hostVersion: string | null): string {
  return hostVersion === null ? '3.12' : hostVersion.split('.').slice(0, 2).join('.')
}

/** What a contender's environment is made from: Python alone, and from one channel whatever the user's are. */
export function writeDefinition(pythonVersion: string): string {
  return `channels:\n  - conda-forge\n  - nodefaults\ndependencies:\n  - python=${pythonVersion}\n`
}

export function orderFromDefinition(name: string, definition: string): MeasuredOrder {
  return { name, file: { name: 'environment.yml', text: definition }, buildArgs }
}
