import { EngineError } from '../../../model/engineError.ts'
import { runProgram } from '../../../os/run.ts'
import type { Apt } from '../../debian/apt.ts'
import type { Architecture } from '../architecture.ts'

/**
 * apt-get indextargets --format '…' 'Created-By: Packages'
 * https://manpages.debian.org/apt-get
 *
 * Where this machine gets its own packages: mirrors and security updates as the user has set them.
 */
export interface PackageSources {
  /** For example `bookworm`. */
  readonly codename: string
  /** Lines of a sources.list. */
  readonly lines: readonly string[]
}

const fields = ['ORIGIN', 'REPO_URI', 'RELEASE', 'CODENAME', 'COMPONENT', 'ARCHITECTURE']

/** Rejects with `not_found` when there are no package lists, as on a fresh container. */
export async function findSources(apt: Apt, architecture: Architecture, signal: AbortSignal): Promise<PackageSources> {
  const { stdout } = await runProgram(apt.get, buildArgs(), { engine: 'qemu', env: apt.env, signal })
  const sources = parseSources(stdout, architecture.debianName)
  if (sources) return sources
  throw new EngineError('not_found', 'qemu', 'apt knows no Debian or Ubuntu that a guest could be made of.', {
    remedy: { text: 'Fetch the package lists', command: 'apt-get update' },
  })
}

export function buildArgs(): readonly string[] {
  const format = fields.map((field) => `$(${field})`).join('|')
  return ['indextargets', '--format', format, 'Created-By: Packages']
}

/** The distribution's own `main` and its updates; what others offer on this machine is left out. Null when there is none. */
export function parseSources(output: string, debianArchitecture: string): PackageSources | null {
  const targets = output
    .split('\n')
    .map((line) => line.split('|'))
    .flatMap(([origin = '', uri = '', release = '', codename = '', component = '', architecture = '']) =>
      ['Debian', 'Ubuntu'].includes(origin) && component === 'main' && architecture === debianArchitecture
        ? [{ uri, release, codename: codename.split('-')[0] ?? '' }]
        : [],
    )
  const [first] = targets
  if (!first || !/^[a-z]+$/.test(first.codename)) return null
  const own = targets.filter(
    ({ codename, release }) => codename === first.codename && !/-(proposed|backports)/.test(release),
  )
  const lines = own.map(({ uri, release }) => `deb ${uri} ${release} main`)
  return { codename: first.codename, lines: [...new Set(lines)] }
}
