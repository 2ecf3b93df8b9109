import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fact } from '../../contract/metrics.ts'
import type { MadeEnvironment } from './measuredPlace.ts'

interface Lists {
  /** The environment.yml it was made from. */
  readonly definition: string
  readonly explicit: string
}

/** What an environment's definition and its packages run on. */
export async function readCondaPlatforms(made: MadeEnvironment, lists: Lists): Promise<readonly Fact[]> {
  const records = join(made.prefix, 'conda-meta')
  const names = (await readdir(records)).filter((name) => name.endsWith('.json'))
  const texts = await Promise.all(names.map((name) => readFile(join(records, name), 'utf8')))
  return describePlatforms({
    ...lists,
    pythonVersion: made.python.version,
    filesWithPath: texts.length === 0 ? null : texts.reduce((sum, text) => sum + countPlaceholders(text), 0),
  })
}

/** Files of a package into which the environment's path was written when it was linked, as its record in conda-meta has them. */
function countPlaceholders(record: string): number {
  return [...record.matchAll(/"prefix_placeholder"\s*:\s*"/g)].length
}

interface PlatformInput extends Lists {
  readonly pythonVersion: string
  /** How many of its files hold the path it was made at; null where no package has a record. */
  readonly filesWithPath: number | null
}

/** Pure. Each address in the list has its platform before the name of the file: `…/conda-forge/linux-64/python-3.11.9-h1_0.conda`. */
export function describePlatforms({
  definition,
  explicit,
  pythonVersion,
  filesWithPath,
}: PlatformInput): readonly Fact[] {
  const folders = [...explicit.matchAll(/^[a-z]+:\/\/\S+?\/([\w-]+)\/[^/\s]+$/gm)].map(([, folder]) => folder ?? '')
  const bound = folders.filter((folder) => folder !== 'noarch')
  const platforms = [...new Set(bound)].sort()
  const pins = definition.split('\n').filter((line) => /^\s*- [\w.-]+=[^=]+=/.test(line))
  return [
    {
      id: 'platform',
      title: 'packages',
      value: platforms.length === 0 ? 'any' : platforms.join(', '),
      meaning: `${bound.length} of ${folders.length} packages in the explicit list are for one platform; for another one the environment.yml is solved anew`,
      basis: 'measured',
    },
    {
      id: 'interpreter',
      title: 'Python needed',
      value: null,
      meaning: `none: Python ${pythonVersion} is one of the packages`,
      basis: 'measured',
    },
    {
      id: 'pins',
      title: 'pins for one platform',
      value: pins.length,
      meaning: 'lines of the environment.yml that name a build, which only one platform has',
      basis: 'measured',
    },
    {
      id: 'folder',
      title: 'the folder itself can be moved',
      value: filesWithPath === null ? null : filesWithPath === 0,
      meaning:
        filesWithPath === null
          ? 'its packages have left no record of what was written into their files'
          : `conda has written the path it was made at into ${filesWithPath} of its files, so the definition is sent and not the folder`,
      basis: 'measured',
    },
  ]
}
