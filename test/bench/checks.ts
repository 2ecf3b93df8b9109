import { createDrivers, findContender } from '../../main/drivers/registry.ts'
import { projectRoot } from '../support/cli.ts'
import type { TestDeps } from '../support/driverDeps.ts'
import type { Check } from './check.ts'
import { checkDesktopIdle } from './desktopIdle.ts'
import { checkDockerStartup } from './dockerStartup.ts'
import { checkHostStartup } from './hostStartup.ts'
import { checkInterleaving } from './interleaving.ts'
import { checkListMany } from './live/listMany.ts'
import { checkLiveCost } from './live/liveCost.ts'
import { checkMemory, createMemoryCheckGuest } from './memory.ts'
import { checkNullPairs } from './nullPairs.ts'
import { checkOwnCost } from './ownCost.ts'
import { checkFirstPaint } from './page/firstPaint.ts'
import { checkLivePage } from './page/livePage.ts'
import { checkTerminalEcho } from './page/terminalEcho.ts'
import { checkQemuRounds } from './qemuRounds.ts'
import { checkRegistryTransfer } from './registryTransfer.ts'
import { checkCoverage, checkStopCoverage } from './simulated/coverage.ts'
import { checkNullComparisons } from './simulated/nullComparisons.ts'
import { checkUnderLoad } from './underLoad.ts'

export interface NamedCheck {
  /** For `--only`. */
  readonly name: string
  readonly run: (deps: TestDeps) => Promise<readonly Check[]>
}

/** In the order in which they are run: what measures before what computes, which warms the machine. */
export const namedChecks: readonly NamedCheck[] = [
  { name: 'host-startup', run: async ({ tools }) => [await checkHostStartup(tools)] },
  {
    name: 'docker-startup',
    run: async (deps) => [await checkDockerStartup(findContender(createDrivers(deps), 'docker'), deps)],
  },
  { name: 'own-cost', run: async () => [await checkOwnCost(projectRoot)] },
  {
    name: 'memory',
    run: async (deps) => {
      const drivers = createDrivers(deps)
      const native = ['host', 'docker'].map((id) => findContender(drivers, id))
      const checks: Check[] = []
      for (const contender of [...native, createMemoryCheckGuest(deps)]) checks.push(await checkMemory(contender))
      return checks
    },
  },
  { name: 'live-cost', run: (deps) => checkLiveCost(deps) },
  { name: 'list-500', run: async (deps) => [await checkListMany(deps)] },
  { name: 'qemu-rounds', run: checkQemuRounds },
  { name: 'registry-transfer', run: checkRegistryTransfer },
  { name: 'first-paint', run: async () => [await checkFirstPaint()] },
  { name: 'live-page', run: () => checkLivePage() },
  { name: 'terminal-echo', run: async () => [await checkTerminalEcho()] },
  { name: 'desktop-idle', run: () => checkDesktopIdle() },
  { name: 'under-load', run: async () => [await checkUnderLoad(projectRoot)] },
  { name: 'null-pairs', run: async (deps) => checkNullPairs(deps) },
  { name: 'interleaving', run: async (deps) => [await checkInterleaving(deps)] },
  { name: 'coverage', run: async () => [checkCoverage()] },
  { name: 'stop-rule', run: async () => [checkStopCoverage('standard'), checkStopCoverage('thorough')] },
  { name: 'null', run: async () => [checkNullComparisons('quick'), checkNullComparisons('standard')] },
]

/** All, or those named after `--only`. Throws on a name that is none, and on another argument. */
export function chooseChecks(args: readonly string[]): readonly NamedCheck[] {
  if (args.length === 0) return namedChecks
  const [option, ...names] = args
  const known = namedChecks.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (option !== '--only' || names.length === 0 || unknown !== undefined) {
    throw new Error(`Usage: npm run bench -- [--only NAME ...], of ${known.join(', ')}`)
  }
  return namedChecks.filter(({ name }) => names.includes(name))
}
