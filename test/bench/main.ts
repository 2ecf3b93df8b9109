import { createDrivers, findContender } from '../../main/drivers/registry.ts'
import { projectRoot } from '../support/cli.ts'
import { createTestDeps } from '../support/driverDeps.ts'
import type { Check } from './check.ts'
import { checkDockerStartup } from './dockerStartup.ts'
import { checkHostStartup } from './hostStartup.ts'
import { checkMemory } from './memory.ts'
import { checkNullPairs } from './nullPairs.ts'
import { checkOwnCost } from './ownCost.ts'
import { checkUnderLoad } from './underLoad.ts'

/** Checks on the instrument itself: JSON with both sides of each comparison on stdout; exit code 1 beyond a limit. */
const deps = createTestDeps()
const checks: Check[] = []
try {
  checks.push(await checkHostStartup(deps.tools))
  checks.push(await checkDockerStartup(findContender(createDrivers(deps), 'docker'), deps))
  checks.push(await checkOwnCost(projectRoot))
  for (const id of ['host', 'docker', 'qemu']) checks.push(await checkMemory(findContender(createDrivers(deps), id)))
  checks.push(await checkUnderLoad(projectRoot))
  checks.push(...(await checkNullPairs(deps)))
} finally {
  deps.removeHome()
}
process.stdout.write(`${JSON.stringify({ checks }, null, 2)}\n`)
process.exitCode = checks.every(({ holds }) => holds) ? 0 : 1
