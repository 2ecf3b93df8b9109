import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fact } from '../../contract/metrics.ts'
import { countMachineCode, type Distribution, readDistributions } from './distributions.ts'

/** What an environment's definition and its installed packages run on. */
export async function readEnvironmentPlatforms(
  folder: string,
  requirements: string,
  pythonVersion: string,
): Promise<readonly Fact[]> {
  const sitePackages = await findSitePackages(folder)
  const shebang = (await readFile(join(folder, 'bin', 'pip'), 'utf8').catch(() => '')).split('\n')[0] ?? ''
  return describePlatforms({
    distributions: await readDistributions(sitePackages),
    machineCode: await countMachineCode(sitePackages),
    requirements,
    pythonVersion,
    holdsItsPath: shebang.startsWith('#!') && shebang.includes(folder),
  })
}

async function findSitePackages(folder: string): Promise<string> {
  const [version = ''] = (await readdir(join(folder, 'lib'))).filter((name) => name.startsWith('python')).sort()
  return join(folder, 'lib', version, 'site-packages')
}

interface PlatformInput {
  readonly distributions: readonly Distribution[]
  readonly machineCode: ReadonlyMap<string, number>
  readonly requirements: string
  readonly pythonVersion: string
  readonly holdsItsPath: boolean
}

/** Pure. */
export function describePlatforms(input: PlatformInput): readonly Fact[] {
  const { distributions, machineCode } = input
  const bound = distributions.filter(({ platforms }) => platforms.length > 0 && !platforms.includes('any'))
  const platforms = [...new Set(bound.flatMap((one) => one.platforms))].sort()
  const pythons = [...new Set(distributions.flatMap(({ requiresPython }) => requiresPython ?? []))].sort()
  const pins = input.requirements.split('\n').filter((line) => /;.*\b(sys_platform|platform_\w+|os_name)\b/.test(line))
  const code = [...machineCode].map(([architecture, count]) => `${count} × ${architecture}`)
  return [
    {
      id: 'platform',
      title: 'packages',
      value: platforms.length === 0 ? 'any with Python' : platforms.join(', '),
      meaning: `tags of ${distributions.length} installed distributions: ${distributions.map(({ title }) => title).join(', ')}`,
      basis: 'measured',
    },
    {
      id: 'compiled',
      title: 'compiled modules',
      value: code.length === 0 ? 'none' : code.join(', '),
      meaning: 'by the heads of the files in the environment',
      basis: 'measured',
    },
    {
      id: 'interpreter',
      title: 'Python needed',
      value: pythons.join('; ') || null,
      meaning: `it is not in the artifact: whoever gets it needs one; here ${input.pythonVersion}`,
      basis: 'measured',
    },
    {
      id: 'pins',
      title: 'pins for one platform',
      value: pins.length,
      meaning: 'lines of the requirements file that name a system or a processor',
      basis: 'measured',
    },
    {
      id: 'folder',
      title: 'the folder itself can be moved',
      value: !input.holdsItsPath,
      meaning: 'its scripts begin with the path it was made at, so the definition is sent and not the folder',
      basis: 'measured',
    },
  ]
}
