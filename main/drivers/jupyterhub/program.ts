/**
 * jupyterhub --version
 * https://jupyterhub.readthedocs.io/en/stable/reference/config-reference.html
 */
import { existsSync, readFileSync } from 'node:fs'
import { EngineError } from '../../model/engineError.ts'
import { runProgram } from '../../os/run.ts'
import { findPrograms } from '../../os/searchPath.ts'
import { workloadVariables } from '../../os/variables.ts'
import type { DriverDeps } from '../driver.ts'

/** What a hub consists of where it is installed. */
export interface HubProgram {
  readonly hub: string
  readonly singleuser: string
  readonly proxy: string
  readonly node: string
  /** The interpreter the hub is installed for. */
  readonly python: string
}

type Where = Pick<DriverDeps, 'env' | 'platform'>

/** null unless all of it is here. */
export function findHubProgram({ env, platform }: Where): HubProgram | null {
  const find = (name: string) => findPrograms(name, env, platform)[0]
  const hub = find('jupyterhub')
  const singleuser = find('jupyterhub-singleuser')
  const proxy = find('configurable-http-proxy')
  const node = find('node')
  const python = hub === undefined ? null : readInterpreter(hub)
  if (!hub || !singleuser || !proxy || !node || !python) return null
  return { hub, singleuser, proxy, node, python }
}

/** Rejects with `not_installed`. */
export function requireHubProgram(where: Where): HubProgram {
  const program = findHubProgram(where)
  if (program) return program
  throw new EngineError('not_installed', 'jupyterhub', 'JupyterHub is not installed here.', {
    remedy: describeInstallation(where.platform),
  })
}

export function describeInstallation(platform: NodeJS.Platform) {
  return platform === 'linux' && existsSync('/usr/bin/apt-get')
    ? { text: 'Install it', command: 'sudo apt-get install jupyterhub' }
    : { text: 'Install it as jupyterhub.readthedocs.io says, with its proxy' }
}

/** Pure but for the file: the first line of a script of Python’s, `#!/usr/bin/python3`. */
function readInterpreter(script: string): string | null {
  try {
    const path = /^#!(\/\S+)\n/.exec(readFileSync(script, 'utf8'))?.[1]
    return path !== undefined && existsSync(path) ? path : null
  } catch {
    return null
  }
}

/** Of the installed one; it takes most of a second. Rejects with EngineError. */
export async function readProgramVersion(hub: string, signal: AbortSignal): Promise<string> {
  const options = {
    engine: 'jupyterhub',
    env: workloadVariables,
    cwd: '/',
    timeout: 8_000,
    maxOutput: 64 * 1024,
    signal,
  }
  const { stdout } = await runProgram(hub, ['--version'], options)
  const version = /^(\d+(?:\.\w+)+)\s*$/m.exec(stdout)?.[1]
  if (version === undefined)
    throw new EngineError('bad_output', 'jupyterhub', `${hub} does not say which version it is.`)
  return version
}

/** Where Debian keeps what the proxy needs; its own start script does not look there. */
export function findNodePath(): Readonly<Record<string, string>> {
  return existsSync('/usr/share/nodejs') ? { NODE_PATH: '/usr/share/nodejs' } : {}
}
