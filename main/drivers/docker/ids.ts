import { EngineError } from '../../model/engineError.ts'

/** What the engine calls it; null for an id that no container can have. */
export function toContainerRef(id: string): string | null {
  return /^docker:([a-zA-Z0-9][a-zA-Z0-9_.-]*)$/.exec(id)?.[1] ?? null
}

/** What the engine calls it. An id that no container can have is one that does not exist. */
export function parseInstanceId(id: string): string {
  const ref = toContainerRef(id)
  if (ref === null) throw new EngineError('not_found', 'docker', 'There is no such container.')
  return ref
}
