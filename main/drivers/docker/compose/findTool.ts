import type { ComposeTool } from '../../../contract/projects.ts'
import { runProgram } from '../../../os/run.ts'
import { findPrograms } from '../../../os/searchPath.ts'
import type { DriverDeps } from '../../driver.ts'
import { readHostFacts } from '../connect.ts'
import { type HostFacts, remedyToInstallCompose } from '../remedies.ts'

export interface FoundTool {
  readonly path: string
  /** What comes before Compose's own arguments. */
  readonly leading: readonly string[]
  readonly title: string
  readonly version: string
}

/**
 * docker compose version --short
 * docker-compose version --short
 * https://docs.docker.com/compose/install/: a plugin of the docker program, or, older or standing alone, a program of its own.
 */
export async function findComposeTool(deps: DriverDeps, signal: AbortSignal): Promise<FoundTool | null> {
  const { env, platform } = deps
  const candidates = [
    ...findPrograms('docker', env, platform).map((path) => ({ path, leading: ['compose'], title: 'docker compose' })),
    ...findPrograms('docker-compose', env, platform).map((path) => ({ path, leading: [], title: 'docker-compose' })),
  ]
  for (const candidate of candidates) {
    const args = [...candidate.leading, 'version', '--short']
    try {
      const { stdout } = await runProgram(candidate.path, args, { engine: 'docker', env, signal, timeout: 15_000 })
      const version = readVersion(stdout)
      if (version !== null) return { ...candidate, version }
    } catch {
      // A docker program without the plugin: the next one may have it.
      if (signal.aborted) return null
    }
  }
  return null
}

/** `v2.29.1` or `1.29.2`; without the plugin an old docker program prints its help and succeeds. */
export function readVersion(output: string): string | null {
  return /^v?(\d+\.\d+\S*)\s*$/.exec(output)?.[1] ?? null
}

export function describeTool(tool: FoundTool | null, host: HostFacts): ComposeTool {
  if (tool) return { state: 'found', program: tool.title, version: tool.version }
  return {
    state: 'missing',
    why: 'Neither docker compose nor docker-compose is installed: a project cannot be brought up from its file.',
    remedy: remedyToInstallCompose(host),
  }
}

export async function readComposeTool(deps: DriverDeps, signal: AbortSignal): Promise<ComposeTool> {
  return describeTool(await findComposeTool(deps, signal), readHostFacts(deps.platform))
}
