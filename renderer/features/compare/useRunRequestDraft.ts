import { useApp } from '../../store/app.ts'
import { useEngines } from '../../store/engines.ts'
import { isTaken, useRunRequest } from '../../store/runRequest.ts'

/** The contenders there are, each with whether it would take part; null until the app has said which there are. */
export function useRunRequestDraft() {
  const info = useApp((state) => state.info)
  const engines = useEngines((state) => state.engines)
  const choices = useRunRequest((state) => state.choices)
  return (
    info?.contenders.map((contender) => ({
      contender,
      engine: engines[contender.technology],
      taken: isTaken(contender, engines, choices),
    })) ?? null
  )
}
