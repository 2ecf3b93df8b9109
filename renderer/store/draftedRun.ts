import { startRun, useActiveRun } from './activeRun.ts'
import { useApp } from './app.ts'
import { useConnection } from './connection.ts'
import { useEngines } from './engines.ts'
import { buildRunRequest, isTaken, useRunRequest } from './runRequest.ts'

/** What a comparison started now would measure; empty where it cannot start. */
function readTaken() {
  const contenders = useApp.getState().info?.contenders ?? []
  const { engines } = useEngines.getState()
  const { choices } = useRunRequest.getState()
  return contenders.filter((contender) => isTaken(contender, engines, choices))
}

export function canStartDraftedRun(): boolean {
  return useConnection.getState().state === 'open' && useActiveRun.getState().phase === 'idle' && readTaken().length > 0
}

/** The comparison as the Compare page has it chosen, started from elsewhere. */
export async function startDraftedRun(): Promise<void> {
  if (canStartDraftedRun()) await startRun(buildRunRequest(readTaken(), useRunRequest.getState()))
}
