import { createTestDeps } from '../support/driverDeps.ts'
import type { Check } from './check.ts'
import { chooseChecks } from './checks.ts'

/** Checks on the instrument itself: JSON with both sides of each comparison on stdout; exit code 1 beyond a limit. */
const chosen = chooseChecks(process.argv.slice(2))
const deps = createTestDeps()
const checks: Check[] = []
try {
  for (const { run } of chosen) checks.push(...(await run(deps)))
} finally {
  deps.removeHome()
}
process.stdout.write(`${JSON.stringify({ checks }, null, 2)}\n`)
process.exitCode = checks.every(({ holds }) => holds) ? 0 : 1
