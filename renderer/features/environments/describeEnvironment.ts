import type { ExportFormat } from '../../../main/contract/environment.ts'
import type { Instance } from '../../../main/contract/instance.ts'
import type { Technology } from '../../../main/contract/technology.ts'

export const environmentTechnologies = ['venv', 'conda'] as const satisfies readonly Technology[]

interface EnvironmentFacts {
  /** Such as `virtualenv 20.17.1`; null where nothing is told of it. */
  readonly maker: string | null
  /** Such as `3.11.2`; null for one without Python. */
  readonly python: string | null
  readonly folder: string
}

/** What an environment's engine says of it: `virtualenv 20.17.1, Python 3.11.2 (/usr/bin/python3)`. */
export function describeEnvironment({ id, madeFrom }: Pick<Instance, 'id' | 'madeFrom'>): EnvironmentFacts {
  const [first = ''] = (madeFrom ?? '').split(', ')
  return {
    maker: first === '' || first.startsWith('Python') ? null : first,
    python: /\bPython (\d[\w.]*)/.exec(madeFrom ?? '')?.[1] ?? null,
    folder: id.slice(id.indexOf(':') + 1),
  }
}

/** Of a venv only those made here are changed; conda can change any of its own. */
export function canChangePackages({ technology, owner }: Pick<Instance, 'technology' | 'owner'>): boolean {
  return technology === 'conda' || owner === 'isoscope'
}

export function canClone({ technology }: Pick<Instance, 'technology'>): boolean {
  return technology === 'conda'
}

/** What it can be written as, the usual one first. */
export function listExportFormats({ technology }: Pick<Instance, 'technology'>): readonly ExportFormat[] {
  return technology === 'conda' ? ['yml', 'yml-no-builds', 'yml-history', 'explicit'] : ['requirements']
}

export const exportWords: Readonly<Record<ExportFormat, { readonly title: string; readonly file: string }>> = {
  yml: { title: 'environment.yml, with builds', file: 'environment.yml' },
  'yml-no-builds': { title: 'environment.yml, without builds', file: 'environment.yml' },
  'yml-history': { title: 'environment.yml, only what was asked for', file: 'environment.yml' },
  explicit: { title: 'explicit list of addresses', file: 'explicit.txt' },
  requirements: { title: 'requirements.txt', file: 'requirements.txt' },
}
