import type { Instance } from '../../contract/instance.ts'
import type { Details } from '../../contract/live.ts'
import { EngineError } from '../../model/engineError.ts'
import type { EnvironmentFinder } from '../python/findEnvironments.ts'
import { measureEnvironment } from '../python/measureEnvironment.ts'
import { type FoundEnvironment, nameEnvironment } from '../python/walkFolder.ts'

/** The user's conda environments, found without conda: they are there also when it is not, and asking it takes a second. */
export async function listCondaEnvironments(
  finder: EnvironmentFinder,
  signal: AbortSignal,
): Promise<readonly Instance[]> {
  return (await finder.find(signal)).flatMap((found) => describeConda(found) ?? [])
}

/** When it was made is not told: its history has times without a zone, and which one is meant depends on who wrote it. */
export function describeConda(found: FoundEnvironment): Instance | null {
  if (found.kind !== 'conda') return null
  const parts = [found.maker, found.python && `Python ${found.python}`].filter((part) => part !== null)
  return {
    id: `conda:${found.path}`,
    technology: 'conda',
    name: nameEnvironment(found.path),
    state: 'created',
    owner: 'user',
    madeFrom: parts.length > 0 ? parts.join(', ') : null,
    createdAt: null,
    startedAt: null,
    actions: [],
  }
}

/** Only of what the list has: an id is no way to have any folder measured. */
export async function readCondaDetails(finder: EnvironmentFinder, id: string, signal: AbortSignal): Promise<Details> {
  const found = (await listCondaEnvironments(finder, signal)).find((instance) => instance.id === id)
  if (!found) throw new EngineError('not_found', 'conda', 'There is no such environment.')
  return measureEnvironment(id.slice('conda:'.length))
}
