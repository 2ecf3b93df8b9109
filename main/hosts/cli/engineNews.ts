import type { EngineRows } from '../../contract/live.ts'
import type { Technology } from '../../contract/technology.ts'
import { explainErrorData } from './explainError.ts'

/** Why an engine's rows are missing or old; null of one that has answered or is not installed. */
export function describeAbsence({ technology, state, error }: EngineRows): string | null {
  if (state === 'asking') return `${technology}: it has not answered yet.`
  if (state !== 'away') return null
  return `${technology}: ${error ? explainErrorData(error) : 'it does not answer.'}`
}

/** Lines about engines that went away or came back since the last call: each said once. */
export function createEngineNews(): (engines: readonly EngineRows[]) => readonly string[] {
  const away = new Set<Technology>()
  return (engines) =>
    engines.flatMap((engine) => {
      const { technology, state } = engine
      if (state === 'away' && !away.has(technology)) {
        away.add(technology)
        return [describeAbsence(engine) ?? technology]
      }
      return state === 'current' && away.delete(technology) ? [`${technology}: it answers again.`] : []
    })
}
