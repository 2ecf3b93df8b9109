import type { Fact } from '../../contract/metrics.ts'
import type { Technology } from '../../contract/technology.ts'
import { countFacts, type FactCount } from './countFacts.ts'

/** The machines that colleagues sit at. Maggie has macOS and John Windows; servers are Linux. */
const machines = [
  { system: 'linux', processor: 'amd64', wheel: /linux\w*_x86_64/, subdir: 'linux-64' },
  { system: 'linux', processor: 'arm64', wheel: /linux\w*_aarch64/, subdir: 'linux-aarch64' },
  { system: 'macos', processor: 'amd64', wheel: /macosx_\w*(x86_64|universal2)/, subdir: 'osx-64' },
  { system: 'macos', processor: 'arm64', wheel: /macosx_\w*(arm64|universal2)/, subdir: 'osx-arm64' },
  { system: 'windows', processor: 'amd64', wheel: /win_amd64/, subdir: 'win-64' },
] as const

type Machine = (typeof machines)[number]

interface Answer {
  /** Null when it is not known. */
  readonly runs: boolean | null
  /** Known from a document, and not from the artifact. */
  readonly stated: boolean
}

/** On how many of them the artifact runs as it is sent, by what was read from it. A slow processor of another kind counts. */
export function countPlatforms(facts: readonly Fact[], technology: Technology): FactCount {
  const platform = facts.find(({ id }) => id === 'platform')
  const judge = judges[technology]
  if (platform === undefined || judge === undefined) return countFacts(facts)
  const answers = machines.map((machine) =>
    platform.value === null ? { runs: null, stated: false } : judge(String(platform.value), machine),
  )
  const known = answers.filter(({ runs }) => runs !== null)
  return {
    holds: known.filter(({ runs }) => runs).length,
    known: known.length,
    unknown: answers.length - known.length,
    stated: known.filter(({ stated }) => stated).length,
  }
}

const judges: Partial<Readonly<Record<Technology, (platform: string, machine: Machine) => Answer>>> = {
  venv: judgeEnvironment,
  conda: judgeConda,
  docker: judgeImage,
  // QEMU itself emulates what the machine is not: www.qemu.org/docs/master/about/build-platforms.html
  qemu: () => ({ runs: true, stated: true }),
  // VirtualBox emulates no processor: www.virtualbox.org/manual, "Supported Host Operating Systems"
  virtualbox: (platform, { processor }) => ({ runs: platform === processor, stated: true }),
}

/** Tags of wheels. What has none for a machine may be had for it all the same: nothing here tells. */
function judgeEnvironment(platform: string, { wheel }: Machine): Answer {
  return { runs: platform.startsWith('any') || wheel.test(platform) ? true : null, stated: false }
}

/** Folders of a channel. An environment.yml without builds is solved anew elsewhere, and nothing here tells how that ends. */
function judgeConda(platform: string, { subdir }: Machine): Answer {
  return { runs: platform === 'any' || platform.split(', ').includes(subdir) ? true : null, stated: false }
}

/**
 * Docker Desktop runs images in a Linux machine and emulates the other processor; Docker on Linux does not unless an
 * emulator is installed: docs.docker.com/build/building/multi-platform
 */
function judgeImage(platform: string, { system, processor }: Machine): Answer {
  if (system === 'linux') return { runs: platform.includes(`linux/${processor}`), stated: false }
  const runsAsItIs = system === 'windows' && platform.includes('windows/')
  return { runs: runsAsItIs || platform.includes('linux/'), stated: true }
}
