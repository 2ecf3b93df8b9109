import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where Isoscope keeps things. Nothing of it exists until somebody needs it. */
export interface Paths {
  /** Database and everything else below. */
  readonly home: string
  readonly database: string
  /** Downloads and built artifacts that may be deleted at any time. */
  readonly cache: string
  /** Environments a user makes and keeps. */
  readonly environments: string
  /** Virtual machines a user makes and keeps. */
  readonly machines: string
  /** The hubs that are connected, with their tokens: a file for its owner alone. */
  readonly hubs: string
  /** Logins at registries, encrypted by the desktop; other doors write none. */
  readonly registries: string
  /** Parent of the folders of one run; short, because socket paths are limited to 107 bytes. */
  readonly temp: string
}

type Env = Readonly<Record<string, string | undefined>>

/** The convention of each system; ISOSCOPE_HOME replaces it. A relative ISOSCOPE_HOME is taken from the current folder. */
export function findPaths(env: Env, platform: NodeJS.Platform): Paths {
  const home = env.ISOSCOPE_HOME ? resolve(env.ISOSCOPE_HOME) : conventionalHome(env, platform)
  return {
    home,
    database: join(home, 'isoscope.sqlite'),
    cache: join(home, 'cache'),
    environments: join(home, 'environments'),
    machines: join(home, 'machines'),
    hubs: join(home, 'hubs.json'),
    registries: join(home, 'registries.json'),
    temp: platform === 'win32' ? tmpdir() : '/tmp',
  }
}

function conventionalHome(env: Env, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'isoscope')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'isoscope')
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'isoscope')
}
