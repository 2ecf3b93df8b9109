import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTestDeps } from '../../support/driverDeps.ts'
import { linkSharedCache, withSharedCache } from '../../support/sharedCache.ts'

test('drivers and programs of one run of the suite have one cache, which stays when a home is removed', () => {
  const made = createTestDeps()
  const { cache } = withSharedCache(made).paths
  const home = mkdtempSync(join(tmpdir(), 'isoscope-test-'))
  linkSharedCache(home)
  const name = `kept-${process.pid}`
  writeFileSync(join(home, 'cache', name), '')
  for (const path of [home, made.paths.home]) rmSync(path, { recursive: true, force: true })
  expect(readdirSync(cache)).toContain(name)
  rmSync(join(cache, name))
})
