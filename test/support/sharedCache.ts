import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DriverDeps } from '../../main/drivers/driver.ts'

/*
 * Kernels, packages and what was found out about this machine's hypervisor, brought once in a run of the suite and not once
 * in each file. The app's caches are made for several processes at once. Tests of the bringing itself keep one of their own.
 */

const variable = 'ISOSCOPE_TEST_CACHE'

/** Vitest calls it once, before the first file. */
export function setup(): void {
  process.env[variable] = mkdtempSync(join(tmpdir(), 'isoscope-test-cache-'))
}

/** And this after the last one. */
export function teardown(): void {
  const path = process.env[variable]
  if (path) rmSync(path, { recursive: true, force: true })
}

export function withSharedCache<T extends DriverDeps>(deps: T): T {
  const cache = process.env[variable]
  return cache ? { ...deps, paths: { ...deps.paths, cache } } : deps
}

/** For a program that is started with this home, which has no cache yet. */
export function linkSharedCache(home: string): void {
  const cache = process.env[variable]
  if (cache) symlinkSync(cache, join(home, 'cache'))
}
