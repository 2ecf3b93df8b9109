import type { EngineStatus } from '../../contract/engine.ts'
import type { Instance } from '../../contract/instance.ts'
import type { Details } from '../../contract/live.ts'
import { EngineError } from '../../model/engineError.ts'
import type { DriverDeps } from '../driver.ts'
import type { EnvironmentFinder } from '../python/findEnvironments.ts'
import { measureEnvironment } from '../python/measureEnvironment.ts'
import { describeOrigin } from '../python/pyvenvConfig.ts'
import { type FoundEnvironment, nameEnvironment } from '../python/walkFolder.ts'
import { listKeptEnvironments } from './keptEnvironments.ts'

/** Ours, as they are now, and the user's, as they were found within the last half minute. */
export async function listEnvironments(
  deps: DriverDeps,
  finder: EnvironmentFinder,
  signal: AbortSignal,
): Promise<readonly Instance[]> {
  const [kept, found] = await Promise.all([listKeptEnvironments(deps.paths.environments), finder.find(signal)])
  return [...kept, ...found.flatMap((environment) => describeFound(environment) ?? [])]
}

/** A user's environment is shown and never touched. */
export function describeFound(found: FoundEnvironment): Instance | null {
  if (found.kind !== 'venv') return null
  return {
    id: `venv:${found.path}`,
    technology: 'venv',
    name: nameEnvironment(found.path),
    state: 'created',
    owner: 'user',
    madeFrom: describeOrigin(found.config, found.isPipenv),
    createdAt: found.createdAt,
    startedAt: null,
    actions: [],
  }
}

/** Only of what the list has: an id is no way to have any folder measured. */
export async function readVenvDetails(
  deps: DriverDeps,
  finder: EnvironmentFinder,
  id: string,
  signal: AbortSignal,
): Promise<Details> {
  const found = (await listEnvironments(deps, finder, signal)).find((instance) => instance.id === id)
  if (!found) throw new EngineError('not_found', 'venv', 'There is no such environment.')
  return measureEnvironment(id.slice('venv:'.length))
}

export function addShortcoming(status: EngineStatus, finder: EnvironmentFinder): EngineStatus {
  const search = finder.shortcoming()
  return status.state === 'ready' && search !== null ? { ...status, facts: { ...status.facts, search } } : status
}
