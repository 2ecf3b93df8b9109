import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EngineError } from '../model/engineError.ts'

/** The measuring programs; see assets/probe. */
export interface ProbeTools {
  readonly probe: string
  readonly launch: string
  /** Brings a program into a virtual machine with a whole distribution. Linux only: elsewhere there is no such file. */
  readonly guest: string
}

/**
 * Where programs lie that are run: the app's folder, and in a package, whose app is one archive, the folder beside it
 * (`process.resourcesPath`), since nothing inside an archive can be executed. Pure.
 */
export function findProgramRoot(appRoot: string): string {
  return appRoot.endsWith('.asar') ? dirname(appRoot) : appRoot
}

/**
 * Looks in `build/probe` below each root (a checkout, or an installed package).
 * Throws `not_installed` with the command that builds them; not on Windows, for which there are none and nothing asks for them.
 */
export function findProbeTools(roots: readonly string[], platform: NodeJS.Platform = process.platform): ProbeTools {
  for (const root of roots) {
    const find = (name: string) => join(root, 'build', 'probe', name)
    const tools = { probe: find('probe'), launch: find('launch'), guest: find('guest') }
    if (platform === 'win32' || (existsSync(tools.probe) && existsSync(tools.launch))) return tools
  }
  throw new EngineError('not_installed', 'probe', 'The measuring programs have not been built.', {
    remedy: { text: 'Build them with a C compiler', command: 'npm run build:probe' },
  })
}
