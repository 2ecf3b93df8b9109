import type { Technology } from '../../contract/technology.ts'
import type { RunOptions } from '../../os/run.ts'
import { findPrograms } from '../../os/searchPath.ts'
import type { DriverDeps } from '../driver.ts'

/** The package programs of a Debian or Ubuntu. */
export interface Apt {
  readonly cache: string
  readonly get: string
  readonly dpkg: string
  readonly env: RunOptions['env']
}

/** Null on a system without apt. */
export function findApt(deps: Pick<DriverDeps, 'env' | 'platform'>): Apt | null {
  if (deps.platform !== 'linux') return null
  const [cache] = findPrograms('apt-cache', deps.env, deps.platform)
  const [get] = findPrograms('apt-get', deps.env, deps.platform)
  const [dpkg] = findPrograms('dpkg-deb', deps.env, deps.platform)
  // The user's environment, because proxies and APT_CONFIG are in it.
  return cache && get && dpkg ? { cache, get, dpkg, env: { ...deps.env, LC_ALL: 'C' } } : null
}

/** For whom packages are taken, and with what. */
export interface PackageTask {
  readonly deps: DriverDeps
  readonly apt: Apt
  /** Named in errors. */
  readonly engine: Technology
}
